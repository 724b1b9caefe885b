using FluentValidation;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;

namespace SalesOps.Domain.UseCases.Learning;

/// <summary>Which readings are asked about.</summary>
/// <param name="Slice">Null parts mean any.</param>
/// <param name="AiAgentId">Null for every agent.</param>
/// <param name="Producer">Who or what read them; null for the one that read last. Producers are never mixed.</param>
/// <param name="Days">How far back.</param>
public sealed record Scope(Slice Slice, Guid? AiAgentId = null, string? Producer = null, int Days = Scope.Month)
{
    private const int Month = 30;
    public const int MostDays = 366;

    /// <summary>Where it begins; UTC.</summary>
    internal DateTime Since(TimeProvider time) => time.GetUtcNow().UtcDateTime.AddDays(-Days);

    internal sealed class Validator : AbstractValidator<Scope>
    {
        public Validator()
        {
            RuleFor(s => s.Slice).SetValidator(new SliceValidator());
            RuleFor(s => s.Producer).MaximumLength(64);
            RuleFor(s => s.Days).InclusiveBetween(1, MostDays);
        }
    }

    internal sealed class SliceValidator : AbstractValidator<Slice>
    {
        private static readonly string[] Languages = ["vi", "zh", "en"];

        public SliceValidator()
        {
            RuleFor(s => s.Intent).Must(code => code is null || Playbook.Default.Codes(PlaybookTerm.Intent).Contains(code)).WithMessage("There is no such intent.").WithErrorCode("unknown");
            RuleFor(s => s.Language).Must(code => code is null || Languages.Contains(code)).WithMessage("There is no such language.").WithErrorCode("unknown");
            RuleFor(s => s.Channel).IsInEnum().WithErrorCode("unknown");
        }
    }
}
