using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.UseCases.Handovers;

namespace SalesOps.Domain.UseCases.People;

/// <summary>
/// 停用前先交出其余: gives some hundred of the conversations and tasks that go with no agent to one person, where somebody has more than change hands in one
/// command. It is sent until few enough are left to go when the person is disabled; each part is undone by itself (<see cref="UndoDeparture"/>).
/// </summary>
public static class GiveRestAway
{
    /// <summary>How many conversations and tasks go with one command.</summary>
    public const int Most = 200;

    /// <param name="HeirId">Who gets them.</param>
    /// <param name="Seen">How many there were when that was chosen, less those that went since; where more came, nothing is done.</param>
    public sealed record Command(Guid OperationId, Guid SalesUserId, Guid HeirId, DisableSalesUser.Rest Seen) : ICommand<Answer>
    {
        public static Access Access => Access.Admins;
    }

    /// <param name="Given">What went.</param>
    /// <param name="FinalAt">Until when it can be undone; UTC.</param>
    public sealed record Answer(Guid DepartureId, DisableSalesUser.Rest Given, DateTime FinalAt);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.HeirId).NotEmpty().WithErrorCode("choose").NotEqual(c => c.SalesUserId).WithErrorCode("choose");
            RuleFor(c => c.Seen).NotNull();
        }
    }

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            var (store, directory) = (change.Store, change.Directory);
            if (change.Find<SalesUser>(request.SalesUserId) is not { } user) return Error.NotFound("The person");
            if (!user.IsActive) return Error.Conflict("The person is disabled already.");
            // They could not be disabled then, and would stay with nothing.
            if (LastAdmin.Is(directory, user)) return LastAdmin.Refused;
            if (await Estate.FollowingAsync(store, directory, user.Id, cancellationToken) is not null) return Refusals.Following;
            var (held, tasks) = Estate.RestOf(store, user.Id, [.. Estate.Agents(directory, user.Id, id => change.Count(Model.Counters.ActiveBindings, id)).Select(a => a.Id)]);
            var all = new DisableSalesUser.Rest(await held.CountAsync(cancellationToken), await tasks.CountAsync(cancellationToken));
            if (all.Exceeds(request.Seen)) return Estate.CameSince;
            if (all.Count == 0) return Error.Conflict("Nothing is left to give away.", "nothing_left");
            var owners = await tasks.Select(t => store.Customers.Where(c => c.Id == t.CustomerId).Select(c => c.SalesUserId).First()).Distinct().ToListAsync(cancellationToken);
            if (!directory.SalesUsers.TryGetValue(request.HeirId, out var heir) || !Estate.MayInherit(directory, heir, all.Conversations, owners))
                return Error.Invalid("heirId", "Somebody must get the conversations and tasks; those of others' customers somebody who sees them.", "choose");

            var conversations = await held.OrderBy(c => c.Id).Take(Most).ToListAsync(cancellationToken);
            var takeovers = await Takeover.Running(change, [.. conversations.Select(c => c.CustomerId)]).ToListAsync(cancellationToken);
            // Those that are due first go first.
            var going = await tasks.OrderBy(t => t.DueAt).ThenBy(t => t.Id).Take(Most - conversations.Count).ToListAsync(cancellationToken);
            var rest = Handing.Give(change, conversations, takeovers, going, heir.Id);
            var departure = new Departure(change.NewId(), user, [], heir.Id, rest, change.Actor.Id, change.Now);
            change.Add(departure);
            change.Record("sales_user.rest_given", user, departure);
            return new Answer(departure.Id, new DisableSalesUser.Rest(conversations.Count, going.Count), departure.FinalAt);
        }
    }
}
