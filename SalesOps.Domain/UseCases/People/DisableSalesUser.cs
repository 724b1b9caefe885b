using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.People;

/// <summary>停用真实销售人: ends the person's sessions, lets them in no more, and gives everything that is theirs to others, in one command.</summary>
public static class DisableSalesUser
{
    /// <param name="Agents">Who gets each AI agent of the person, with its customers; none may be left out but those that are disabled and empty.</param>
    /// <param name="HeirId">Who gets the conversations the person holds of customers who go with no agent, and such tasks; null when there are none.</param>
    /// <param name="Seen">What <paramref name="HeirId"/> was to get when that was chosen; where more came since, nothing is done. Null for nothing.</param>
    public sealed record Command(Guid OperationId, Guid SalesUserId, IReadOnlyList<Heir>? Agents = null, Guid? HeirId = null, Rest? Seen = null) : ICommand<Answer>
    {
        public static Access Access => Access.Admins;
    }

    /// <summary>Who gets an AI agent.</summary>
    public sealed record Heir(Guid AiAgentId, Guid SalesUserId);

    /// <summary>How much goes with no agent.</summary>
    public sealed record Rest(int Conversations, int Tasks)
    {
        public static readonly Rest None = new(0, 0);

        [System.Text.Json.Serialization.JsonIgnore]
        public int Count => Conversations + Tasks;

        /// <summary>What is left when some of it has gone.</summary>
        public Rest Less(Rest gone) => new(Math.Max(0, Conversations - gone.Conversations), Math.Max(0, Tasks - gone.Tasks));

        /// <summary>Something came that was not among what was seen.</summary>
        public bool Exceeds(Rest? seen) => Conversations > (seen ?? None).Conversations || Tasks > (seen ?? None).Tasks;
    }

    /// <param name="FinalAt">Until when it can be undone; UTC.</param>
    public sealed record Answer(Guid DepartureId, int Agents, int Customers, int Conversations, int Tasks, DateTime FinalAt);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Agents).Must(Heirs.NamesEachOnce)
            .WithMessage("An agent stands in the list twice.").WithErrorCode("twice");
    }

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            var user = await change.Store.SalesUsers.FirstOrDefaultAsync(u => u.Id == request.SalesUserId, cancellationToken);
            if (user is null) return Error.NotFound("The person");
            if (!user.IsActive) return Error.Conflict("The person is disabled already.");
            if (LastAdmin.Is(change.Directory, user)) return LastAdmin.Refused;
            if (await Estate.FollowingAsync(change.Store, change.Directory, user.Id, cancellationToken) is not null) return Refusals.Following;
            var estate = await Estate.ReadAsync(change, user, cancellationToken);
            var opened = estate.Refuse(request);
            if (opened is not null) return opened;

            user.Disable();
            // Who is enabled again signs in again.
            var account = await change.Store.Accounts.FirstOrDefaultAsync(a => a.Id == user.Id, cancellationToken);
            account?.EndSessions();
            var edits = await estate.GiveAgentsAsync(request.Agents ?? []);
            var rest = estate.GiveRest(request.HeirId);
            var departure = new Departure(change.NewId(), user, [.. edits, .. estate.SettleLent()], rest.Count == 0 ? null : request.HeirId, rest, change.Actor.Id, change.Now);
            change.Add(departure);
            change.Record("sales_user.disabled", user, [departure, .. account is null ? (object[])[] : [account]]);
            return new Answer(departure.Id, edits.Count, estate.Customers, estate.Conversations, rest.Count(r => r.Task is not null), departure.FinalAt);
        }
    }
}
