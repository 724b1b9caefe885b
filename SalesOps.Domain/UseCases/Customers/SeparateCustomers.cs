using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Domain.UseCases.Tasks;

namespace SalesOps.Domain.UseCases.Customers;

/// <summary>
/// 拆分客户: takes a merge back, however long ago. Who went into the other is there again with what stands on its channels, also what came in
/// meanwhile, and with the agent it had, when that one still can; else as who writes anew. What was noted about the one who stayed stays there.
/// Who had waited and took the other's place waits again when it is taken back at once; later both may need whom they talk with.
/// </summary>
public static class SeparateCustomers
{
    /// <summary>What the audit log calls it last.</summary>
    internal const string Action = "customer.restored";

    public sealed record Command(Guid OperationId, Guid MergeId) : ICommand<Answer>
    {
        public static Access Access => Access.Movers;
    }

    /// <param name="CustomerId">Who is there again.</param>
    /// <param name="AiAgent">Whom that one is with; null for one who waits unbound.</param>
    public sealed record Answer(Guid CustomerId, string? AiAgent);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.MergeId).NotEmpty();
    }

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (change.Find<Merge>(request.MergeId) is not { } merge) return Error.NotFound("The merge");
            if (merge.SeparatedAt is not null) return Refusals.Undone;
            if (merge.ErasedAt is not null) return Refusals.Erased;
            var from = change.Find<Customer>(merge.IntoId)!;
            var all = await CustomerRows.ReadAsync(change.Store, from.Id, cancellationToken);
            var rows = merge.Returning(all);
            var rest = all.Except(rows).ToList();
            if (CustomerRows.Last(rows) is not { } last || CustomerRows.Last(rest) is not { } own) return Refusals.BuiltOn;

            var customer = new Customer(merge, last.Identity, last.Conversation, CustomerRows.Understood(rows), change.Now);
            foreach (var channel in merge.Channels.Where(from.IsOptedOut))
            {
                customer.Hear(channel, optsOut: true);
                from.Hear(channel, optsOut: false);
            }
            merge.Separate(change.Actor.Id, change.Now);
            var holdings = new Holdings(change);
            var freed = TakenPlace.GiveBack(change, merge, from, rest, holdings);
            if (from.AiAgentId is { } agent) holdings.Shift(agent, from.Channel, -1);
            from.Release(await OthersAsync(merge, rest, cancellationToken), own.Identity, own.Conversation, CustomerRows.Understood(rest));
            customer.Await(rows.OfType<Conversation>());
            from.Await(rest.OfType<Conversation>());
            if (from.AiAgentId is { } still) holdings.Shift(still, from.Channel, 1);
            change.Add(customer);
            List<object> made = [merge, .. Bind(customer, merge, rows, holdings)];
            Hand(rows, from, customer);
            foreach (var row in rows) row.BelongTo(customer.Id);
            change.Record(Merge.SeparatedAction, from, [.. freed]);
            change.Record(Action, customer, [.. made]);
            return new Answer(customer.Id, change.Directory.NameOfAgent(customer.AiAgentId));
        }

        /// <summary>The search words of those who stay in the one who stayed.</summary>
        private async Task<string?> OthersAsync(Merge merge, List<IOfCustomer> rest, CancellationToken cancellationToken)
        {
            var still = await Merging.OfAsync(change.Store, merge.IntoId, cancellationToken);
            var words = still.Where(m => m.Id != merge.Id)
                .SelectMany(m => Fold.Words(string.Join(' ', rest.OfType<ChannelIdentity>().Where(i => m.Channels.Contains(i.Channel)).Select(i => i.Display).Prepend(m.Name))).Concat(Fold.Phones(m.Name)).Concat(Customer.NotedPhones(m.Note)));
            return string.Join(' ', words) is { Length: > 0 } text ? text : null;
        }

        /// <summary>Binds the customer, or leaves it waiting in sight; the rows this made.</summary>
        private IEnumerable<object> Bind(Customer customer, Merge merge, IReadOnlyList<IOfCustomer> rows, Holdings holdings)
        {
            var former = rows.OfType<Assignment>().FirstOrDefault(a => a.EndedAt == merge.At && a.Status == AssignmentStatus.Closed);
            var language = rows.OfType<Message>().Where(m => m.Language is not null).MaxBy(m => m.ReceivedAt)?.Language;
            var choice = Binding.Route(change, customer.Channel, [.. rows.OfType<Conversation>().Select(c => c.Channel)], language, holdings);
            if (former is not null && choice.Agents.Any(a => a.Fits && a.Agent.AiAgentId == former.AiAgentId && a.Agent.OwnerId == former.SalesUserId))
            {
                former.Reopen();
                customer.Bind(former.AiAgentId, former.SalesUserId);
                return [];
            }
            if (choice.AiAgentId is { } agent) return [Binding.Bind(change, customer, change.Directory.AiAgents[agent], "separated")];
            var task = RuleTasks.Make(change, TaskKind.BindCustomer, customer);
            change.Add(task);
            return [task];
        }

        /// <summary>What is open becomes the work of whose customer it is now.</summary>
        private void Hand(IReadOnlyList<IOfCustomer> rows, Customer from, Customer to)
        {
            foreach (var row in rows)
                switch (row)
                {
                    case Conversation conversation when !to.IsBound: conversation.TakeFromAi(); break;
                    case Conversation conversation when to.AiAgentId != from.AiAgentId: conversation.PassOn(); break;
                    case Review { Status: ReviewStatus.Pending } review: review.Bind(to.AiAgentId, to.SalesUserId); break;
                    case WorkTask { Status: WorkTaskStatus.Open } task:
                        if (task.SalesUserId is null || task.SalesUserId == from.SalesUserId) task.GiveTo(to.SalesUserId);
                        from.TaskClosed();
                        to.TaskOpened();
                        break;
                    default: break;
                }
            Takeover.Follow(change, to, rows, from.SalesUserId);
        }
    }
}
