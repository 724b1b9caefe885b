using System.Reflection;
using SalesOps.Domain;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Counting;
using SalesOps.Domain.UseCases.Counters;
using SalesOps.Tests.Faults;
using SalesOps.Tests.Messaging;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.Commands;

/// <summary>Each command of the domain in four cases: by whom it is not taken, wrong, too late, and carried out. A command that the table leaves out fails.</summary>
public sealed class CommandTests(FaultDay day) : IClassFixture<FaultDay>
{
    private static readonly CommandCase[] Table =
    [
        .. AbsenceCommands.All, .. AgentCommands.All, .. AssignmentCommands.All, .. ConversationCommands.All, .. CustomerCommands.All, .. LearningCommands.All, .. PeopleCommands.All,
        .. ReviewCommands.All, .. SettingCommands.All, .. TaskCommands.All, .. ViewCommands.All,
    ];

    /// <summary>What a command says with what was seen before it was sent.</summary>
    private static readonly string[] Expectations = ["Version", "HolderVersion", "Was", "Seen", "SeenTask", "From", "Before", "HolderId", "OtherAiAgentId", "Heir", "LastInboundAt"];

    public static TheoryData<string> Commands => [.. Table.Select(c => c.Name)];

    [Fact]
    public void Table_EveryCommandOfTheDomain_StandsInItOnce() =>
        Assert.Equal(GuardTests.Commands.Select(c => c.FullName).Order(StringComparer.Ordinal), Table.Select(c => c.Command.FullName).Order(StringComparer.Ordinal));

    [Fact]
    public void Table_CommandOfWhichNothingCanBeWrong_HoldsNothing() => Assert.All(Table, shown =>
    {
        var fields = shown.Command.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(p => p.Name).Except([nameof(ICommand.OperationId)]);
        Assert.Equal((shown.Name, !fields.Any(), !fields.Any()), (shown.Name, shown.Fieldless is not null, shown.Invalid.Count == 0));
    });

    [Fact]
    public void Table_CommandThatSaysWhatWasSeen_IsShownStale_AndNoOther() => Assert.All(Table, shown =>
    {
        var saysSo = Says(shown.Command).Any(Expectations.Contains);
        Assert.Equal((shown.Name, saysSo, !saysSo), (shown.Name, shown.Outdate is not null, shown.Unversioned is not null));
        Assert.True(shown.Overtaken is not null || !saysSo, $"{shown.Name} is carried out although something else was seen.");
    });

    [Theory]
    [MemberData(nameof(Commands))]
    public Task Denied_BySomebodyWhoMayNot_StoresNothing(string command) => ShowAsync(command, async stage =>
    {
        Assert.NotEmpty(stage.Case.Denied);
        foreach (var denied in stage.Case.Denied)
            Assert.Equal((denied, denied.As), (denied, Assert.Single(await stage.RefuseAsync(stage.Command, await denied.AppearAsync(stage.Console))).Kind));
    });

    [Theory]
    [MemberData(nameof(Commands))]
    public Task Invalid_NamesTheField_StoresNothing_AndIsCarriedOutOncePutRight(string command) => ShowAsync(command, async stage =>
    {
        foreach (var (field, spoil) in stage.Case.Invalid)
            Assert.All(await stage.RefuseAsync(spoil(stage.Command), stage.Sender), error => Assert.Equal((ErrorKind.Invalid, field), (error.Kind, error.Field)));
        Assert.Empty((await stage.SendAsync(stage.Command, stage.Sender)).Errors);
    });

    [Theory]
    [MemberData(nameof(Commands))]
    public Task Stale_AfterSomebodyElseWasFaster_StoresNothing(string command) => ShowAsync(command, async stage =>
    {
        if (stage.Case.Outdate is { } outdate)
            Assert.All(await stage.RefuseAsync(outdate(stage.Command), stage.Sender), error => Assert.True(error.Kind is ErrorKind.Stale or ErrorKind.Conflict, error.Message));
        await stage.OvertakeAsync();
        if (stage.Case.Overtaken is { } kind) Assert.Equal(kind, Assert.Single(await stage.RefuseAsync(stage.Command, stage.Sender)).Kind);
        else Assert.Empty((await stage.SendAsync(stage.Command, stage.Sender)).Errors);
    });

    [Theory]
    [MemberData(nameof(Commands))]
    public Task Success_StandsInTheJournalAndTheCounters_Once(string command) => ShowAsync(command, async stage =>
    {
        var (console, before) = (stage.Console, stage.Console.Lane.Last.Counters);

        var reply = await stage.SendAsync(stage.Command, stage.Sender);

        Assert.Empty(reply.Errors);
        Assert.Matches(stage.Case.Journal, string.Join(", ", console.Actions(before.Sequence)));
        Assert.Matches(stage.Case.Counters, string.Join(", ", Moved(before, console.Lane.Last.Counters)));
        var counts = (await console.SendAsync(new CheckCounters.Query())).Value.Counts;
        Assert.All(counts, count => Assert.True(count.Value.Agrees, $"{count.Key}: {count.Value}"));
        console.AssertSound();

        var (sequence, totals) = (console.Lane.Last.Counters.Sequence, StoreTotals.Of(console));
        var again = await stage.SendAsync(stage.Command, stage.Sender);
        Assert.Equal((reply.Value, new Receipt(sequence, Duplicate: true)), (again.Value, again.Receipt));
        Assert.Equal((sequence, totals), (console.Lane.Last.Counters.Sequence, StoreTotals.Of(console)));
    });

    private async Task ShowAsync(string command, Func<Stage, Task> show)
    {
        await using var stage = Stage.Open(day, Table.Single(c => c.Name == command));
        await show(stage);
    }

    private static IEnumerable<string> Moved(CounterSnapshot before, CounterSnapshot after) =>
        from counter in Counters.All
        let move = after[counter, Counter.Everyone] - before[counter, Counter.Everyone]
        where move != 0
        select string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{counter.Code} {move:+0;-0}");

    /// <summary>The names of everything a command says, and of what that is made of.</summary>
    private static IEnumerable<string> Says(Type type)
    {
        var (known, open) = (new HashSet<Type>(), new Stack<Type>([type]));
        while (open.TryPop(out var next))
        {
            if (!known.Add(next)) continue;
            foreach (var part in next.GetGenericArguments()) open.Push(part);
            if (next.Assembly != typeof(DomainSetup).Assembly || next.IsEnum) continue;
            yield return next.Name;
            foreach (var property in next.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            {
                yield return property.Name;
                open.Push(property.PropertyType);
            }
        }
    }
}
