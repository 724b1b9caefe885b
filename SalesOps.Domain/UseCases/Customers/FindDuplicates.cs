using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.UseCases.Assignments;

namespace SalesOps.Domain.UseCases.Customers;

/// <summary>
/// 疑似重复: customers on other channels who may be the same person, each with what speaks for it. Whoever has another name is not found. Nothing is done about it.
/// </summary>
public static class FindDuplicates
{
    /// <summary>How many are shown at most.</summary>
    public const int Most = 5;
    /// <summary>How many of the same name are looked at, those who came last.</summary>
    private const int Candidates = 50;
    /// <summary>How many of a customer's last messages are searched for phone numbers.</summary>
    private const int Searched = 30;

    public sealed record Query(Guid CustomerId) : IQuery<IReadOnlyList<Row>>
    {
        public static Access Access => Access.Movers;
    }

    /// <param name="Identity">The channel account, as shown.</param>
    /// <param name="AiAgent">Null while the customer waits unbound.</param>
    /// <param name="LastSeenAt">UTC.</param>
    /// <param name="Evidence">What both have in common, as codes, the strongest first: <c>same_phone</c>, <c>same_name</c>, <c>same_language</c>.</param>
    public sealed record Row(Guid Id, string Name, string Identity, Channel Channel, string? AiAgent, DateTime LastSeenAt, IReadOnlyList<string> Evidence);

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, CallerContext caller, WriteLane lane) : IRequestHandler<Query, Result<IReadOnlyList<Row>>>
    {
        public async Task<Result<IReadOnlyList<Row>>> Handle(Query request, CancellationToken cancellationToken)
        {
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            var customers = store.Customers.VisibleTo(caller.Current);
            if (await customers.FirstOrDefaultAsync(c => c.Id == request.CustomerId, cancellationToken) is not { } customer) return Error.NotFound("The customer");
            var own = await store.ChannelIdentities.Where(i => i.CustomerId == customer.Id).Select(i => i.Channel).ToListAsync(cancellationToken);
            if (CustomerSearch.Namesakes(store, customer.Name, Enum.GetValues<Channel>().Except(own), Candidates) is not { } found) return Array.Empty<Row>();
            var words = Fold.Words(customer.Name);
            var ids = await found.ToListAsync(cancellationToken);
            // The index also finds those whose longer name ends like this one.
            var alike = (await customers.Where(c => ids.Contains(c.Id)).ToListAsync(cancellationToken))
                .Where(c => Fold.Words(c.Name).SequenceEqual(words)).ToList();
            if (alike.Count == 0) return Array.Empty<Row>();
            var languages = await Binding.LanguagesAsync(store, [customer.Id, .. alike.Select(c => c.Id)]);
            var phones = await PhonesAsync(store, customer, cancellationToken);
            var rows = new List<Row>();
            foreach (var other in alike)
            {
                var evidence = new List<string>();
                if (phones.Count > 0 && phones.Overlaps(await PhonesAsync(store, other, cancellationToken))) evidence.Add("same_phone");
                evidence.Add("same_name");
                if (languages.TryGetValue(customer.Id, out var language) && languages.GetValueOrDefault(other.Id) == language) evidence.Add("same_language");
                rows.Add(new Row(other.Id, other.Name, other.Identity, other.Channel, lane.Last.Directory.NameOfAgent(other.AiAgentId), other.LastSeenAt, evidence));
            }
            return rows.OrderByDescending(r => r.Evidence[0] == "same_phone").ThenByDescending(r => r.Evidence.Count).ThenByDescending(r => r.LastSeenAt).ThenBy(r => r.Id)
                .Take(Most).ToArray();
        }

        /// <summary>The phone numbers the customer wrote of late, and those that were noted.</summary>
        private static async Task<HashSet<string>> PhonesAsync(SalesOpsDb store, Customer customer, CancellationToken cancellationToken)
        {
            var texts = await store.Messages.Where(m => m.CustomerId == customer.Id && m.Direction == Direction.Inbound)
                .OrderByDescending(m => m.ReceivedAt).Take(Searched).Select(m => m.Text).ToListAsync(cancellationToken);
            return [.. texts.Append(customer.Traits.Note).SelectMany(Phones.In)];
        }
    }
}
