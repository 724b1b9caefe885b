using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.UseCases.Assignments;

namespace SalesOps.Domain.UseCases.Agents;

/// <summary>修改 AI 销售: all of it in one command that can be undone, with what becomes of its customers.</summary>
public static class EditAiAgent
{
    /// <summary>More customers than this do not change hands in one command: the store would stand still for others.</summary>
    public const int MostMoved = 2000;

    /// <param name="Version">The agent's version that was seen.</param>
    /// <param name="Choice">For those whom the agent can no longer hold; null when none was seen.</param>
    /// <param name="Homeless">How many of them were seen to fit nowhere; when there are more by now, nothing is done.</param>
    /// <param name="Caps">Of some of the channels; null for none.</param>
    /// <param name="InParts">The agent changes at once and its customers follow in further commands, however many they are: see <see cref="FollowAgentEdits"/>.</param>
    public sealed record Command(Guid OperationId, Guid AiAgentId, int Version, string Name, Guid OwnerId, string Language, IReadOnlyList<Channel> Channels,
        int Capacity, AgentStatus Status, StrandedChoice? Choice = null, int Homeless = 0,
        IReadOnlyList<ChannelCap>? Caps = null, bool InParts = false) : ICommand<Answer>
    {
        public static Access Access => Access.Admins;

        internal AgentTraits To => new(Name.Trim(), OwnerId, Language, [.. Channels], Capacity, Status, Caps.Kept());
    }

    /// <param name="Followed">How many customers went with the agent to its new salesperson.</param>
    /// <param name="FinalAt">Until when it can be undone; UTC.</param>
    /// <param name="Later">How many have yet to go where the edit sends them; then the other figures are 0.</param>
    public sealed record Answer(Guid EditId, int Version, int Moved, int Unbound, int Leaving, int Followed, DateTime FinalAt, int Later = 0);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Name).AgentName();
            RuleFor(c => c.OwnerId).NotEmpty().WithErrorCode("choose");
            RuleFor(c => c.Language).AgentLanguage();
            RuleFor(c => c.Channels).ChannelList();
            RuleFor(c => c.Capacity).AgentCapacity();
            RuleFor(c => c.Caps).AgentCaps(c => c.Channels, c => c.Capacity);
            RuleFor(c => c.Status).IsInEnum().WithErrorCode("choose");
            RuleFor(c => c.Choice).IsInEnum().WithErrorCode("choose");
            RuleFor(c => c.Choice).Must((c, choice) => choice switch
            {
                StrandedChoice.Stay => c.Status == AgentStatus.Paused,
                StrandedChoice.UntilEnd => c.Status != AgentStatus.Disabled,
                _ => true,
            }).WithMessage("A disabled agent has no customers, and only a paused one keeps them all.").WithErrorCode("choose");
        }
    }

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (!change.Directory.AiAgents.ContainsKey(request.AiAgentId)) return Error.NotFound("The AI agent");
            var agent = change.Find<AiAgent>(request.AiAgentId)!;
            if (agent.Version != request.Version) return Error.Stale("The AI agent");
            if (agent.PendingEditId is not null) return Refusals.Following;
            var (before, home, to) = (agent.Traits, agent.HomeOwnerId, request.To);
            if (before == to) return Error.Invalid("name", "Nothing is different.", "same");
            if (AgentRules.Refuse(change.Directory, to, agent) is { } refused) return refused;

            var held = await HeldCustomers.ReadAsync(change.Store, agent.Id, cancellationToken);
            var holdings = new Holdings(change);
            var plan = HeldCustomers.Plan(change.Directory, change.Now, holdings.Of, holdings.Of, agent, to, held);
            if (plan.Count > 0 && request.Choice is null) return Error.Conflict($"{plan.Count} customers need another agent.", "stranded");
            var moving = request.Choice == StrandedChoice.Move ? plan : [];
            if (moving.Count(m => m.Choice.AiAgentId is null) > request.Homeless)
                return Error.Conflict("More customers fit nowhere than were seen.", "homeless");
            var leaving = request.Choice == StrandedChoice.UntilEnd ? plan : [];
            var following = to.OwnerId == before.OwnerId ? [] : held.Select(h => h.CustomerId).Except(moving.Select(m => m.Customer.CustomerId)).ToList();
            var going = moving.Count + following.Count + leaving.Count;
            if (going > MostMoved && !request.InParts)
                return new Error(ErrorKind.TooLarge, $"At most {MostMoved} customers change hands at once.", Code: "too_many");

            agent.Change(to);
            var rebound = request.InParts ? [] : await RebindAsync(agent, moving, leaving, following);
            var edit = new AgentEdit(change.NewId(), agent, before, home, rebound, change.Actor.Id, change.Now);
            if (request.InParts) agent.Await(edit, request.Choice ?? StrandedChoice.Stay);
            change.Add(edit);
            change.Record(AgentRules.Action(before, to), agent, edit);
            if (request.InParts) return new Answer(edit.Id, agent.Version, 0, 0, 0, 0, edit.FinalAt, going);
            var unbound = moving.Count(m => m.Choice.AiAgentId is null);
            return new Answer(edit.Id, agent.Version, moving.Count - unbound, unbound, leaving.Count, following.Count, edit.FinalAt);
        }

        private async Task<List<Rebound>> RebindAsync(AiAgent agent, IReadOnlyList<Stranded> moving, IReadOnlyList<Stranded> leaving, List<Guid> following)
        {
            var ids = moving.Concat(leaving).Select(s => s.Customer.CustomerId).Union(following).ToList();
            var belongings = await Belongings.ReadAsync(change, ids);
            var done = new List<Rebound>(ids.Count);
            foreach (var one in moving)
                done.Add(one.Choice.AiAgentId is { } to ? belongings.Move(one.Customer.CustomerId, change.Directory.AiAgents[to], AgentRules.Reason(one.By))
                    : belongings.Unbind(one.Customer.CustomerId));
            var ending = leaving.Select(l => l.Customer.CustomerId).ToHashSet();
            foreach (var id in following) done.Add(belongings.Move(id, agent, "owner_changed", leaving: ending.Remove(id)));
            // Who was to leave already keeps that, and their place.
            done.AddRange(ending.Where(id => belongings.Assignment(id) is { LeavingSince: null }).Select(belongings.Leave));
            return done;
        }
    }
}
