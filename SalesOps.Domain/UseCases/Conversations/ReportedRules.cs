using FluentValidation;

namespace SalesOps.Domain.UseCases.Conversations;

/// <summary>What an understanding from outside must hold to: codes where codes stand, shares from 0 to 1, and quotes that stand in the text.</summary>
internal sealed class ReportedRules : AbstractValidator<ReceiveMessage.Command>
{
    private const string NoQuotes = "At most 20 quotes, each as it stands in the text.";

    public ReportedRules() => When(c => c.Understanding is not null, () =>
    {
        RuleFor(c => c.Understanding!.Intent).Must(intent => intent is not "").WithMessage("An intent is a code, or left out when none was recognized.").MaximumLength(64).Code();
        RuleFor(c => c.Understanding!.Stage).NotEmpty().MaximumLength(64).Code();
        RuleFor(c => c.Understanding!.Model).NotEmpty().MaximumLength(64).PlainText();
        RuleFor(c => c.Understanding!.Confidence).Must(v => v is >= 0 and <= 1).WithMessage("The confidence must lie between 0 and 1.");
        RuleFor(c => c.Understanding!.Risks).Must(r => r.Count <= 20 && r.All(TextRules.IsCode)).WithMessage("At most 20 risks, each a code of at most 64 letters.");
        RuleFor(c => c.Understanding!.Evidence).Must((c, quotes) => AreQuotes(quotes, c.Text)).WithMessage(NoQuotes).When(c => c.Understanding!.Evidence is not null);
        RuleFor(c => c.Understanding!.Alternatives).Must(a => a!.Count <= 10 && a.All(o => TextRules.IsCode(o.Intent) && o.Confidence is >= 0 and <= 1))
            .WithMessage("At most 10 alternatives, each with the code of an intent and a confidence between 0 and 1.").When(c => c.Understanding!.Alternatives is not null);
        RuleFor(c => c.Understanding!.Gloss!.Text).NotEmpty().MaximumLength(8000).SoundText().When(c => c.Understanding!.Gloss is not null);
        RuleFor(c => c.Understanding!.Gloss!.Evidence).Must((c, quotes) => AreQuotes(quotes, c.Understanding!.Gloss!.Text)).WithMessage(NoQuotes)
            .When(c => c.Understanding!.Gloss is not null);
    });

    private static bool AreQuotes(IReadOnlyList<string>? quotes, string? text) =>
        quotes is not null && quotes.Count <= 20 && quotes.All(q => !string.IsNullOrWhiteSpace(q) && text?.Contains(q, StringComparison.Ordinal) == true);
}
