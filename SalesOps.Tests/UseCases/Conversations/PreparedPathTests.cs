using SalesOps.Console.Api;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Tests.Bench;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.Conversations;

/// <summary>What is done for every message asks prepared statements alone: a question through EF costs as much as a whole message.</summary>
public sealed class PreparedPathTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();

    public async ValueTask InitializeAsync() => await _console.FileSampleAsync();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Message_OfNewAndReturningCustomers_AndItsReply_AskNothingThroughEf()
    {
        using var asked = new EfStatements(_console.Files);
        foreach (var body in BenchMessages.HalfNewHalfReturning("path", 64))
        {
            _console.Clock.Advance(TimeSpan.FromSeconds(1));
            var message = MessageJson.Read(new(body)).Value;
            var heard = (await _console.SendAsync(message, Caller.Runtime)).Value;
            await _console.SendAsync(new ReplyToCustomer.Command(heard.ConversationId, $"r-{message.MessageId}", "Dạ vâng ạ.", heard.Holder.Version), Caller.Runtime);
            Assert.Empty(asked.Run);
        }

        await _console.SendAsync(new GetConversation.Query((await _console.SendAsync(MessageJson.Read(new(BenchMessages.Body("path", 99, 1))).Value, Caller.Runtime)).Value.ConversationId), Caller.Runtime);
        Assert.NotEmpty(asked.Run);
    }

    [Fact]
    public async Task Message_OfNewcomers_WhileOthersWaitForTheRoomThatCame_AsksNothingThroughEf()
    {
        foreach (var name in (string[])["trojanAI", "AI Sales A", "AI Sales B"])
            await _console.EditAsync(name, t => t with { Status = AgentStatus.Paused }, StrandedChoice.Stay);
        for (var i = 0; i < 3; i++) Assert.Null((await _console.WriteAsync($"waits-{i}")).Assignment);
        var also = await _console.WriteAsync("waits-too", Channel.Zalo);
        Assert.True((await _console.SendAsync(new MergeCustomers.Command(Guid.NewGuid(), (await _console.WriteAsync("waits-2")).CustomerId, also.CustomerId, null, null), _console.As(Role.Ops))).Succeeded);
        await _console.EditAsync("AI Sales A", t => t with { Status = AgentStatus.Active });
        using var asked = new EfStatements(_console.Files);

        for (var i = 0; i < 3; i++) Assert.Null((await _console.WriteAsync($"new-{i}")).Assignment);
        Assert.Null((await _console.WriteAsync("waits-2")).Assignment);

        Assert.Empty(asked.Run);
        _console.AssertSound();
    }
}
