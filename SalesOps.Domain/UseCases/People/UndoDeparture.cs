using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Handovers;

namespace SalesOps.Domain.UseCases.People;

/// <summary>
/// 撤销: takes back within ten seconds that somebody was disabled, with everything that went to others, or that some of it went before. The sessions stay ended.
/// What others took up since stays theirs.
/// </summary>
public static class UndoDeparture
{
    public sealed record Command(Guid OperationId, Guid DepartureId) : ICommand<Answer>
    {
        public static Access Access => Access.Admins;
    }

    /// <param name="Stayed">How many customers were moved again since, and stay there.</param>
    /// <param name="Rest">How many of the conversations and tasks that had gone with no agent came back.</param>
    public sealed record Answer(Guid SalesUserId, int Returned, int Stayed, int Rest = 0);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.DepartureId).NotEmpty();
    }

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (await change.Store.Departures.FirstOrDefaultAsync(d => d.Id == request.DepartureId, cancellationToken) is not { } departure) return Error.NotFound("The departure");
            if (Refusals.Undoing(change, departure) is { } refused) return refused;
            var user = change.Find<SalesUser>(departure.SalesUserId)!;
            var edits = await change.Store.AgentEdits.Where(e => departure.AgentEdits.Contains(e.Id)).ToListAsync(cancellationToken);
            var agents = edits.ToDictionary(e => e.Id, e => change.Find<AiAgent>(e.AiAgentId)!);
            // Who is active was not disabled yet, or is back: what went with no agent is all there is.
            var isPart = user.IsActive && departure is { AgentEdits.Count: 0, Rest.Count: > 0 };
            if (isPart ? await IsEditedSinceAsync(change, departure, cancellationToken) : user.Version != departure.Version || edits.Exists(e => agents[e.Id].Version != e.Version))
                return Refusals.BuiltOn;

            if (!isPart) user.Enable();
            departure.Undo(change.Now);
            var (returned, rest) = (0, 0);
            foreach (var edit in edits) returned += await AgentReturn.UndoAsync(change, agents[edit.Id], edit);
            var moved = edits.SelectMany(e => e.Customers).Select(c => c.CustomerId).ToHashSet();
            foreach (var handed in departure.Rest)
                if (await Handing.TakeBackAsync(change, handed, departure.HeirId!.Value, departure.SalesUserId, cancellationToken)) rest++;
            change.Record(isPart ? "sales_user.rest_returned" : EnableSalesUser.Action, user, departure);
            return new Answer(user.Id, returned, moved.Count - returned, rest);
        }

        /// <summary>Whether the person may have another role since, which cannot have what the former had.</summary>
        private static Task<bool> IsEditedSinceAsync(Change change, Departure departure, CancellationToken cancellationToken) =>
            change.Store.AuditEntries.AnyAsync(e => e.Action == EditSalesUser.Action && e.ObjectId == departure.SalesUserId && e.At > departure.At, cancellationToken);
    }
}
