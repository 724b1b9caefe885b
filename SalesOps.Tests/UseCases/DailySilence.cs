using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.People;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases;

/// <summary>People who say to be away, and customers whom nobody answers, within a history.</summary>
internal static class DailySilence
{
    /// <summary>Who says to be away or back moves nothing.</summary>
    public static async Task SayAsync(TestConsole console, Caller admin, SalesUser person)
    {
        var (before, deed) = (Bindings(), Guid.NewGuid());
        var said = await console.SendAsync(new SetAvailability.Command(deed, person.Id, person.AwaySince is null, person.AwaySince), person.IsActive ? Caller.Person(person) : admin);
        Assert.Equal(person.IsActive, said.Succeeded);
        Assert.Equal(before, Bindings());

        List<(Guid, Guid?, Guid?)> Bindings() => [.. console.Read().Customers.OrderBy(c => c.Id).Select(c => new ValueTuple<Guid, Guid?, Guid?>(c.Id, c.AiAgentId, c.SalesUserId))];
    }

    /// <summary>Nobody comes to who was silent to the same wait, nor goes from a person who holds them.</summary>
    public static async Task MoveAsync(TestConsole console)
    {
        var held = console.Read().Conversations.Where(t => t.Holder == Holder.Human).Select(t => t.CustomerId).ToHashSet();
        var known = console.Read().Assignments.Select(a => a.Id).ToHashSet();
        await console.SendAsync(new MoveUnansweredCustomers.Command(Guid.NewGuid()));
        await using var store = console.Read();
        foreach (var customer in store.Customers.Where(c => c.AiAgentId != null).ToList())
        {
            var mine = store.Assignments.Where(a => a.CustomerId == customer.Id).OrderByDescending(a => a.Id).ToList();
            if (mine is not [var now, ..] || known.Contains(now.Id)) continue;
            Assert.DoesNotContain(customer.Id, held);
            var silent = mine.Zip(mine.Skip(1)).TakeWhile(pair => pair.First.Reason == "owner_silent" && pair.First.CreatedAt >= customer.UnansweredSince).Select(pair => pair.Second.SalesUserId);
            Assert.DoesNotContain(now.SalesUserId, silent);
        }
    }
}
