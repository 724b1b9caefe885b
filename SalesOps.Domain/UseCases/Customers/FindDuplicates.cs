using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Lane;
using SalesOps.Domain.Store.Search;
using SalesOps.Domain.UseCases.Assignments;

namespace SalesOps.Domain.UseCases.Customers;

/// <summary>
/// 疑似重复: customers on other channels who may be the same person, each with what speaks for it: who wrote a phone number that this one wrote, whatever the
/// name (once the message is in the search for what was said), and who has the same name. A number that many have to do with is a company's or the
/// salesperson's, and speaks for nobody. Nothing is done about it.
/// </summary>
public static class FindDuplicates
{
    /// <summary>How many are shown at most.</summary>
    public const int Most = 5;
    /// <summary>How many of the same name are looked at, those who came last.</summary>
    private const int Candidates = 50;
    /// <summary>How many of a customer's last messages are searched for phone numbers.</summary>
    private const int Searched = 30;
    /// <summary>How many of the numbers that a customer wrote are looked up.</summary>
    private const int Numbers = 8;
    /// <summary>How many of the newest messages with a number are read, of either side.</summary>
    private const int Said = 100;
    /// <summary>A number that more customers than this wrote or were told is nobody's own.</summary>
    public const int Sharing = 5;

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
            var channels = await store.ChannelIdentities.Where(i => i.CustomerId == customer.Id).Select(i => i.Channel).ToListAsync(cancellationToken);
            var (written, noted) = await PhonesAsync(store, customer, cancellationToken);
            var own = written.Take(Numbers).ToList();
            var others = noted.Except(own).Take(Numbers).ToList();
            var (sharing, everybodys) = await SharingAsync(store, customer.Id, own, cancellationToken);
            everybodys.UnionWith((await SharingAsync(store, customer.Id, others, cancellationToken)).Everybodys);
            var phones = own.Concat(others).Except(everybodys).ToHashSet();
            var names = CustomerSearch.Namesakes(store, customer.Name, Enum.GetValues<Channel>().Except(channels), Candidates);
            Guid[] ids = [.. sharing.Union(names is null ? [] : await names.ToListAsync(cancellationToken))];
            var words = Fold.Words(customer.Name);
            // The index also finds those whose longer name ends like this one.
            var found = (await customers.Where(c => ids.Contains(c.Id)).ToListAsync(cancellationToken))
                .Where(c => !channels.Contains(c.Channel) && (sharing.Contains(c.Id) || Fold.Words(c.Name).SequenceEqual(words))).ToList();
            if (found.Count == 0) return Array.Empty<Row>();
            var languages = await Binding.LanguagesAsync(store, [customer.Id, .. found.Select(c => c.Id)]);
            var rows = new List<Row>();
            foreach (var other in found)
            {
                var evidence = new List<string>();
                if (sharing.Contains(other.Id) || (phones.Count > 0 && await HasOneAsync(store, other, phones, cancellationToken))) evidence.Add("same_phone");
                if (words.Count > 0 && Fold.Words(other.Name).SequenceEqual(words)) evidence.Add("same_name");
                if (languages.TryGetValue(customer.Id, out var language) && languages.GetValueOrDefault(other.Id) == language) evidence.Add("same_language");
                rows.Add(new Row(other.Id, other.Name, other.Identity, other.Channel, lane.Last.Directory.NameOfAgent(other.AiAgentId), other.LastSeenAt, evidence));
            }
            return rows.OrderByDescending(r => r.Evidence[0] == "same_phone").ThenByDescending(r => r.Evidence.Count).ThenByDescending(r => r.LastSeenAt).ThenBy(r => r.Id)
                .Take(Most).ToArray();
        }

        /// <summary>Who else wrote one of the numbers, and which of them are no evidence.</summary>
        private static async Task<(HashSet<Guid> Others, HashSet<string> Everybodys)> SharingAsync(SalesOpsDb store, Guid customer, IEnumerable<string> numbers, CancellationToken cancellationToken)
        {
            var (others, everybodys) = (new HashSet<Guid>(), new HashSet<string>());
            foreach (var number in numbers)
            {
                var newest = MessageSearch.Newest(store, MessageSearch.OfPhone(number), Said);
                var said = (await store.Messages.Where(m => newest.Contains(m.Id)).Select(m => new { m.CustomerId, m.Direction, m.Text }).ToListAsync(cancellationToken))
                    .Where(m => m.CustomerId != customer && Phones.In(m.Text).Contains(number)).ToList();
                if (said.DistinctBy(m => m.CustomerId).Count() >= Sharing) everybodys.Add(number);
                else others.UnionWith(said.Where(m => m.Direction == Direction.Inbound).Select(m => m.CustomerId));
            }
            return (others, everybodys);
        }

        private static async Task<bool> HasOneAsync(SalesOpsDb store, Customer customer, HashSet<string> phones, CancellationToken cancellationToken)
        {
            var (written, noted) = await PhonesAsync(store, customer, cancellationToken);
            return phones.Overlaps(written.Union(noted));
        }

        /// <summary>The phone numbers the customer wrote of late, the last first, and those that were noted.</summary>
        private static async Task<(IReadOnlyList<string> Written, IReadOnlySet<string> Noted)> PhonesAsync(SalesOpsDb store, Customer customer, CancellationToken cancellationToken)
        {
            var texts = await store.Messages.Where(m => m.CustomerId == customer.Id && m.Direction == Direction.Inbound)
                .OrderByDescending(m => m.ReceivedAt).Take(Searched).Select(m => m.Text).ToListAsync(cancellationToken);
            return ([.. texts.SelectMany(Phones.In).Distinct()], Phones.In(customer.Traits.Note));
        }
    }
}
