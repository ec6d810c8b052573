package io.keywell.simulator;

/** Whose look-alike a simulated provider is. One that speaks OpenAI's dialect is a row of {@link CompatibleRows}. */
public enum Family {
    OPENAI(CompatibleRows.OPENAI),
    MISTRAL(CompatibleRows.MISTRAL),
    AZURE(CompatibleRows.AZURE),
    COHERE(CompatibleRows.COHERE),
    GROQ(CompatibleRows.GROQ),
    DEEPSEEK(CompatibleRows.DEEPSEEK),
    XAI(CompatibleRows.XAI),
    TOGETHER(HostRows.TOGETHER),
    FIREWORKS(HostRows.FIREWORKS),
    OPENROUTER(HostRows.OPENROUTER),
    PERPLEXITY(CompatibleRows.PERPLEXITY),
    HUGGINGFACE(HostRows.HUGGINGFACE),
    OLLAMA(HostRows.OLLAMA),
    VLLM(HostRows.VLLM),
    LLAMA_CPP(HostRows.LLAMA_CPP),
    ANTHROPIC(new AnthropicQuestions(), new AnthropicErrors(), new AnthropicAnswers()),
    GEMINI(new GeminiQuestions(), new GeminiErrors(), new GeminiAnswers()),
    /** Gemini's paths and answers with errors of its own. */
    VERTEX(new GeminiQuestions(), new VertexErrors(), new GeminiAnswers()),
    BEDROCK(new BedrockQuestions(), new BedrockErrors(), new BedrockAnswers());

    private final Questions questions;
    private final ErrorWords errors;
    private final Answers answers;

    Family(CompatibleRow row) {
        this(new OpenAiQuestions(row), new CompatibleErrors(row), new OpenAiAnswers(row));
    }

    Family(Questions questions, ErrorWords errors, Answers answers) {
        this.questions = questions;
        this.errors = errors;
        this.answers = answers;
    }

    Questions questions() {
        return questions;
    }

    ErrorWords errors() {
        return errors;
    }

    Answers answers() {
        return answers;
    }
}
