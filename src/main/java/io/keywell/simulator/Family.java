package io.keywell.simulator;

/** Whose look-alike a simulated provider is. */
public enum Family {
    OPENAI(new OpenAiQuestions(), new OpenAiErrors(), new OpenAiAnswers()),
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
