using SalesOps.Domain.Messaging;
using SalesOps.Tests.Messaging;

namespace SalesOps.Tests.Faults;

/// <summary>No command is left out of the day that faults are tried on.</summary>
public sealed class DeedsTests(FaultDay day) : IClassFixture<FaultDay>
{
    [Fact]
    public void Day_EveryCommandOfTheDomain_IsInItOrSaidToBeApart()
    {
        Assert.Equal(Deeds.Day.Count, day.Answers.Count);
        var commands = GuardTests.All.Where(t => t.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ICommand<>))).ToHashSet();
        var missing = commands.Except(Deed.Sent.Keys).Except(Deeds.Apart.Keys).Select(t => t.FullName);
        Assert.Empty(missing);
        Assert.DoesNotContain(Deeds.Apart.Keys, Deed.Sent.ContainsKey);
    }
}
