using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;

namespace SalesOps.Domain.UseCases.Customers;

/// <summary>Every row that is a customer's, but for the customer itself and for merges.</summary>
internal static class CustomerRows
{
    public static async Task<List<IOfCustomer>> ReadAsync(SalesOpsDb store, Guid id, CancellationToken cancellationToken)
    {
        var rows = new List<IOfCustomer>();
        async Task TakeAsync<T>(DbSet<T> all) where T : class, IOfCustomer => rows.AddRange(await all.Where(row => row.CustomerId == id).ToListAsync(cancellationToken));
        await TakeAsync(store.ChannelIdentities);
        await TakeAsync(store.Conversations);
        await TakeAsync(store.Messages);
        await TakeAsync(store.Understandings);
        await TakeAsync(store.StateTransitions);
        await TakeAsync(store.Reviews);
        await TakeAsync(store.Decisions);
        await TakeAsync(store.Assignments);
        await TakeAsync(store.Handovers);
        await TakeAsync(store.WorkTasks);
        await TakeAsync(store.Consents);
        await TakeAsync(store.CustomerEdits);
        return rows;
    }

    /// <summary>The account and conversation the customer last wrote in, of these rows; null when there is none.</summary>
    public static (ChannelIdentity Identity, Conversation Conversation)? Last(IReadOnlyCollection<IOfCustomer> rows) => rows.OfType<Conversation>()
        .OrderByDescending(c => c.LastInboundAt).ThenByDescending(c => c.Id)
        .Select(c => (Identity: rows.OfType<ChannelIdentity>().Where(i => i.Channel == c.Channel).MaxBy(i => i.CreatedAt), Conversation: c))
        .Where(last => last.Identity is not null).Select(last => ((ChannelIdentity, Conversation)?)(last.Identity!, last.Conversation)).FirstOrDefault();

    /// <summary>What was understood last; null when nothing ever was.</summary>
    public static Understanding? Understood(IEnumerable<IOfCustomer> rows) => rows.OfType<Understanding>().MaxBy(u => (u.CreatedAt, u.Id));
}
