using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Exports;

/// <summary>导出列表: notes on the audit log who takes which rows of a list, before one of them is read.</summary>
public static class ExportList
{
    private static readonly string[] Words = ["search", "text"];
    private const string Withheld = "▢";

    /// <summary>The lists that can be taken, by their sections on the page.</summary>
    public static readonly IReadOnlyList<string> Lists = ["reviews", "people", "agents", "customers", "assignments", "tasks", "handovers", "audit", "requests"];
    /// <summary>Tables of the report can be taken too.</summary>
    public const string Reports = "reports";
    public static readonly IReadOnlyList<string> Formats = ["xlsx", "csv"];

    /// <param name="Asked">As <see cref="AskedOf"/> says it.</param>
    /// <param name="Rows">How many rows there are.</param>
    public sealed record Command(Guid OperationId, string List, string Format, string Asked, int Rows) : ICommand<Answer>
    {
        public static Access Access => Access.AnyPerson;
    }

    public sealed record Answer(Guid ExportId);

    /// <summary>What is asked of the list, for the audit log: codes, ids and times stand there as they are, anything else may be a person's name and does not.</summary>
    public static string AskedOf(GridRequest grid) => string.Join('&', (grid.Filters ?? new Dictionary<string, string>()).OrderBy(f => f.Key, StringComparer.Ordinal)
        .Select(f => $"{f.Key}={(!Words.Contains(f.Key) && (TextRules.IsCode(f.Value) || GridRanges.TrySpan(f.Value, out _, out _)) ? f.Value : Withheld)}")
        .Append(grid.Sort is { } sort ? $"sort={sort}{(grid.Descending ? "&desc=1" : "")}" : null).OfType<string>());

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.List).Must(list => list == Reports || Lists.Contains(list)).WithMessage("There is no such list.");
            RuleFor(c => c.Format).Must(Formats.Contains).WithMessage("There is no such format.");
            RuleFor(c => c.Asked).NotNull().MaximumLength(1000).PlainText();
            RuleFor(c => c.Rows).InclusiveBetween(0, GridKeys.Most);
        }
    }

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<Answer>>
    {
        public Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            var export = Export.OfList(change.NewId(), request.List, request.Format, request.Asked, request.Rows, change.Actor.Id, change.Now);
            change.Add(export);
            change.Record($"{request.List}.exported", export);
            return Task.FromResult<Result<Answer>>(new Answer(export.Id));
        }
    }
}
