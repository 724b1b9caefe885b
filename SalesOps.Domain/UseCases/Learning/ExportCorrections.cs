using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Learning;

/// <summary>导出训练集: notes on the audit log who takes the labelled set, before a line of it is read with <see cref="ReadCorrections"/>.</summary>
public static class ExportCorrections
{
    /// <param name="Days">How far back.</param>
    public sealed record Command(Guid OperationId, int Days) : ICommand<Answer>
    {
        public static Access Access => Access.Admins;
    }

    public sealed record Answer(Guid ExportId);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Days).InclusiveBetween(1, Scope.MostDays);
    }

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<Answer>>
    {
        public Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            var export = new Export(change.NewId(), Export.Corrections, change.Now.AddDays(-request.Days), change.Actor.Id, change.Now);
            change.Add(export);
            change.Record("corrections.exported", export);
            return Task.FromResult<Result<Answer>>(new Answer(export.Id));
        }
    }
}
