package io.keywell.simulator;

/** Whose look-alike a simulated provider is. */
public enum Family {
    OPENAI(new OpenAiQuestions(), new OpenAiErrors(), new OpenAiAnswers(false)),
    /** OpenAI's but for the streams: a tool call in one piece, and usage beside the reason to finish, always. */
    MISTRAL(new OpenAiQuestions(), new OpenAiErrors(), new OpenAiAnswers(true)),
    ANTHROPIC(new AnthropicQuestions(), new AnthropicErrors(), new AnthropicAnswers()),
    GEMINI(new GeminiQuestions(), new GeminiErrors(), new GeminiAnswers()),
    BEDROCK(new BedrockQuestions(), new BedrockErrors(), new BedrockAnswers());

    private final Questions questions;
    private final ErrorWords errors;
    private final Answers answers;

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
