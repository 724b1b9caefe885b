using SalesOps.Tests.Messaging;

namespace SalesOps.Tests.Faults;

/// <summary>No command is left out of the day that faults are tried on.</summary>
public sealed class DeedsTests(FaultDay day) : IClassFixture<FaultDay>
{
    [Fact]
    public void Day_EveryCommandOfTheDomain_IsInItOrSaidToBeApart()
    {
        Assert.Equal(Deeds.Day.Count, day.Answers.Count);
        var commands = GuardTests.Commands.ToLookup(command => Deeds.Apart.ContainsKey(command), command => command.DeclaringType!.Name);
        Assert.Empty(commands[false].Except(day.UseCases));
        Assert.Empty(commands[true].Intersect(day.UseCases));
    }
}
