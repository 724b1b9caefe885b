using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Audit;
using SalesOps.Domain.Store.Lane;

namespace SalesOps.Domain.UseCases.Customers;

/// <summary>A customer with its conversations and assignments as they were after an audit entry or at a time, rebuilt from the journal.</summary>
public static class GetCustomerAsItWas
{
    /// <param name="Sequence">The last audit entry that counts; null when <paramref name="At"/> says.</param>
    /// <param name="At">The last moment that counts; UTC.</param>
    public sealed record Query(Guid CustomerId, long? Sequence = null, DateTime? At = null) : IQuery<Answer>
    {
        public static Access Access => Access.Deciders;
    }

    /// <summary>Agents and people are called as they are today.</summary>
    /// <param name="Sequence">The customer's last audit entry that is included.</param>
    /// <param name="At">When that was; UTC.</param>
    public sealed record Answer(long Sequence, DateTime At, string Name, IReadOnlyList<string> Identities, string Status, string? AiAgent, string? SalesUser,
        string? Intent, string Stage, double Confidence, int OpenTasks, DateTime LastSeenAt, bool IsErased, IReadOnlyList<Talk> Conversations, IReadOnlyList<Binding> Assignments);

    public sealed record Talk(Guid Id, Channel Channel, string State, Holder Holder, string? HeldBy, int HolderVersion);

    /// <param name="CreatedAt">UTC.</param>
    /// <param name="EndedAt">UTC; null while it was active.</param>
    public sealed record Binding(Guid Id, string? AiAgent, string? SalesUser, AssignmentStatus Status, string Reason, DateTime CreatedAt, DateTime? EndedAt);

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator() => RuleFor(q => q.Sequence).Must((q, sequence) => sequence is null != q.At is null).WithMessage("Either a sequence number or a time must be given.");
    }

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, CallerContext caller, WriteLane lane) : IRequestHandler<Query, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            if (!await IsSeenAsync(store, request.CustomerId, cancellationToken)) return Error.NotFound("The customer");
            var until = request.Sequence ?? await store.AuditEntries.Where(a => a.CustomerId == request.CustomerId && a.At <= request.At)
                .OrderByDescending(a => a.Sequence).Select(a => a.Sequence).FirstOrDefaultAsync(cancellationToken);
            var rows = new PastRows(store.Model, typeof(Customer), typeof(ChannelIdentity), typeof(Conversation), typeof(Assignment));
            AuditEntry? last = null;
            await foreach (var moment in CustomerHistory.ReadAsync(store, request.CustomerId, until, rows, cancellationToken)) last = moment.Entry;
            return last is not null && rows.Find<Customer>(request.CustomerId) is { } customer
                ? Describe(last, customer, rows, lane.Last.Directory)
                : Error.NotFound("The customer");
        }

        /// <summary>Whether the caller may see the customer, or whom it went into: it is no customer any more then, and was one.</summary>
        private async Task<bool> IsSeenAsync(SalesOpsDb store, Guid id, CancellationToken cancellationToken)
        {
            var seen = store.Customers.VisibleTo(caller.Current);
            return await seen.AnyAsync(c => c.Id == id, cancellationToken)
                || (await store.Merges.Where(m => m.CustomerId == id && m.SeparatedAt == null).Select(m => (Guid?)m.IntoId).FirstOrDefaultAsync(cancellationToken) is { } into && await seen.AnyAsync(c => c.Id == into, cancellationToken));
        }

        private static Answer Describe(AuditEntry last, Customer c, PastRows rows, StoreDirectory directory) => new(last.Sequence, last.At, c.Name,
            [.. rows.Of<ChannelIdentity>().Where(r => r.CustomerId == c.Id).OrderBy(i => i.CreatedAt).Select(i => i.Display)], c.Status, directory.NameOfAgent(c.AiAgentId), directory.NameOfUser(c.SalesUserId),
            c.Intent, c.Stage, c.Confidence, c.OpenTasks, c.LastSeenAt, c.ErasedAt is not null,
            [.. rows.Of<Conversation>().Where(r => r.CustomerId == c.Id).OrderBy(t => t.CreatedAt).Select(t => new Talk(t.Id, t.Channel, t.State, t.Holder, directory.NameOfUser(t.HolderUserId), t.HolderVersion))],
            [.. rows.Of<Assignment>().Where(r => r.CustomerId == c.Id).OrderBy(a => a.CreatedAt).Select(a => new Binding(a.Id, directory.NameOfAgent(a.AiAgentId), directory.NameOfUser(a.SalesUserId),
                a.Status, a.Reason, a.CreatedAt, a.EndedAt))]);
    }
}
