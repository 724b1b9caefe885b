using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;

namespace SalesOps.Domain.UseCases.Customers;

/// <summary>Every row that is a customer's, but for the customer itself and for merges.</summary>
internal static class CustomerRows
{
    private delegate Task<IReadOnlyList<IOfCustomer>> Reader(SalesOpsDb store, Guid id, CancellationToken cancellationToken);

    private static readonly Dictionary<Type, Reader> Readers = new(
    [
        Of<ChannelIdentity>(), Of<Conversation>(), Of<Message>(), Of<Understanding>(), Of<StateTransition>(), Of<Review>(), Of<Decision>(), Of<Assignment>(),
        Of<Handover>(), Of<WorkTask>(), Of<Consent>(), Of<CustomerEdit>(), Of<Viewing>(), Of<DataRequest>(),
    ]);

    /// <summary>The kinds of row that are read.</summary>
    public static IEnumerable<Type> Types => Readers.Keys;

    public static async Task<List<IOfCustomer>> ReadAsync(SalesOpsDb store, Guid id, CancellationToken cancellationToken)
    {
        var rows = new List<IOfCustomer>();
        foreach (var read in Readers.Values) rows.AddRange(await read(store, id, cancellationToken));
        return rows;
    }

    private static KeyValuePair<Type, Reader> Of<T>() where T : class, IOfCustomer =>
        new(typeof(T), async (store, id, cancellationToken) => await store.Set<T>().Where(row => row.CustomerId == id).ToListAsync(cancellationToken));

    /// <summary>The account and conversation the customer last wrote in, of these rows; null when there is none.</summary>
    public static (ChannelIdentity Identity, Conversation Conversation)? Last(IReadOnlyCollection<IOfCustomer> rows) => rows.OfType<Conversation>()
        .OrderByDescending(c => c.LastInboundAt).ThenByDescending(c => c.Id)
        .Select(c => (Identity: rows.OfType<ChannelIdentity>().Where(i => i.Channel == c.Channel).MaxBy(i => i.CreatedAt), Conversation: c))
        .Where(last => last.Identity is not null).Select(last => ((ChannelIdentity, Conversation)?)(last.Identity!, last.Conversation)).FirstOrDefault();

    /// <summary>What was understood last; null when nothing ever was.</summary>
    public static Understanding? Understood(IEnumerable<IOfCustomer> rows) => rows.OfType<Understanding>().MaxBy(u => (u.CreatedAt, u.Id));
}
