using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;

namespace SalesOps.Domain.UseCases.Handovers;

/// <summary>撤销批量交还: takes back several of one's own hand-backs within ten seconds, each by itself and as <see cref="UndoHandover"/> would.</summary>
public static class UndoHandBacks
{
    public sealed record Command(Guid OperationId, IReadOnlyList<HandBackConversations.HandedBack> HandBacks) : ICommand<BulkAnswer>
    {
        public static Access Access => UndoHandover.Command.Access;
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => this.Rows(c => c.HandBacks, h => h.HandoverId);
    }

    internal sealed class Handler(IRequestHandler<UndoHandover.Command, Result<UndoHandover.Answer>> single) : IRequestHandler<Command, Result<BulkAnswer>>
    {
        public async Task<Result<BulkAnswer>> Handle(Command request, CancellationToken cancellationToken)
        {
            var lines = new List<BulkLine>(request.HandBacks.Count);
            foreach (var (id, version) in request.HandBacks)
            {
                var answer = await single.Handle(new UndoHandover.Command(request.OperationId, id, version), cancellationToken);
                lines.Add(new BulkLine(id, answer.Succeeded ? null : answer.Errors[0]));
            }
            return Bulk.Answer(lines);
        }
    }
}
