using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Agents;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.People;

namespace SalesOps.Tests.Support;

/// <summary>Agents of the sample data and who edits them.</summary>
internal static class Staffing
{
    private static int _messages;

    public static AiAgent Agent(this TestConsole console, string name) => console.Lane.Last.Directory.AiAgents.Values.Single(a => a.Name == name);

    public static Caller Admin(this TestConsole console) => console.As(Role.Admin);

    /// <summary>The edit that an admin sends who sees the agent as it is now and changes so much.</summary>
    public static EditAiAgent.Command Edit(this TestConsole console, string name, Func<AgentTraits, AgentTraits> change, StrandedChoice? choice = null, int homeless = 0)
    {
        var agent = console.Agent(name);
        var to = change(agent.Traits);
        return new EditAiAgent.Command(Guid.NewGuid(), agent.Id, agent.Version, to.Name, to.OwnerId, to.Language, to.Channels, to.Capacity, to.Status, choice, homeless, to.Caps);
    }

    public static Task<Result<EditAiAgent.Answer>> EditAsync(this TestConsole console, string name, Func<AgentTraits, AgentTraits> change, StrandedChoice? choice = null, int homeless = 0) =>
        console.SendAsync(console.Edit(name, change, choice, homeless), console.Admin());

    public static Task<Result<UndoAgentEdit.Answer>> UndoAsync(this TestConsole console, Result<EditAiAgent.Answer> edit, Caller? by = null) =>
        console.SendAsync(new UndoAgentEdit.Command(Guid.NewGuid(), edit.Value.EditId), by ?? console.Admin());

    /// <summary>Disables a person as the wizard proposes it.</summary>
    public static async Task<DisableSalesUser.Command> DepartAsync(Func<GetDeparture.Query, Task<Result<GetDeparture.Answer>>> send, Guid person)
    {
        var estate = (await send(new GetDeparture.Query(person))).Value;
        return new DisableSalesUser.Command(Guid.NewGuid(), person, [.. estate.Agents.Select(a => new DisableSalesUser.Heir(a.Id, a.HeirId ?? Guid.Empty))],
            estate.Rest.Count > 0 ? estate.HeirId : null, estate.Rest);
    }

    /// <inheritdoc cref="DepartAsync(Func{GetDeparture.Query, Task{Result{GetDeparture.Answer}}}, Guid)"/>
    public static Task<DisableSalesUser.Command> DepartAsync(this TestConsole console, Guid person) => DepartAsync(query => console.SendAsync(query), person);

    /// <summary>Gives people of the sample data, who have no account, one with a password.</summary>
    public static Task LetInAsync(this TestConsole console, params IReadOnlyList<Guid> people) => console.Lane.RunAsync(change =>
    {
        foreach (var id in people)
        {
            var account = Accounts.New(change.Directory.SalesUsers[id]);
            account.PasswordHash = "hash";
            change.Add(account);
            change.Record("test.let_in", account);
        }
    });

    /// <summary>A customer writes.</summary>
    public static async Task<ReceiveMessage.Answer> WriteAsync(this TestConsole console, string who, Channel channel = Channel.Telegram, string text = "Chào shop, cho mình hỏi giá") =>
        (await console.SendAsync(new ReceiveMessage.Command(channel, who, $"w-{Interlocked.Increment(ref _messages)}", text, who), Caller.Runtime)).Value;

    /// <summary>The names of the customers whom the agent holds.</summary>
    public static List<string> CustomersOf(this TestConsole console, string agent)
    {
        using var store = console.Read();
        var id = console.Agent(agent).Id;
        return [.. store.Customers.Where(c => c.AiAgentId == id).Select(c => c.Name).Order()];
    }
}
