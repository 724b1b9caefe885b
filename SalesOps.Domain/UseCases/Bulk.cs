using FluentValidation;
using SalesOps.Domain.Messaging;

namespace SalesOps.Domain.UseCases;

/// <summary>What a command about many rows came to: each is carried out or refused by itself.</summary>
/// <param name="Lines">In the order they were asked.</param>
public sealed record BulkAnswer(IReadOnlyList<BulkLine> Lines)
{
    public int Done => Lines.Count(l => l.Refused is null);
}

/// <param name="Refused">Null when it was carried out.</param>
public sealed record BulkLine(Guid Id, Error? Refused);

/// <summary>What commands about many rows have in common.</summary>
public static class Bulk
{
    /// <summary>How many rows a command may be about.</summary>
    public const int Most = 100;
    /// <summary>How many rows somebody may choose to act on, by as many commands as it takes.</summary>
    public const int MostChosen = 5_000;

    /// <summary>At least one row, not too many, each once.</summary>
    internal static void Rows<T, TRow>(this AbstractValidator<T> validator, System.Linq.Expressions.Expression<Func<T, IReadOnlyList<TRow>>> rows, Func<TRow, Guid> id, int most = Most) =>
        validator.RuleFor(rows).NotEmpty().WithErrorCode("required").Must(r => r is null || r.Count <= most).WithMessage($"At most {most} at once.").WithErrorCode("too_many")
            .Must(r => r is null || r.DistinctBy(id).Count() == r.Count).WithMessage("A row stands there twice.");

    /// <summary>The lines; or the reasons when none was carried out, because then there is nothing to answer again to the same operation.</summary>
    internal static Result<BulkAnswer> Answer(List<BulkLine> lines) =>
        lines.TrueForAll(l => l.Refused is not null) ? Result<BulkAnswer>.Fail([.. lines.Select(l => l.Refused!).Distinct()]) : new BulkAnswer(lines);
}
