using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SalesOps.Console.Api;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Api;

/// <summary>The two addresses by which the AI runtime speaks.</summary>
public sealed class ConversationsApiTests(SampleHost host) : IClassFixture<SampleHost>
{
    private readonly ConsoleHost _console = host.Console;

    [Fact]
    public async Task Get_SaysWhoHoldsIt_AndWhatWasSaid()
    {
        var (id, version) = await HearAsync("get");
        var response = await _console.Api.FetchAsync($"/api/v1/conversations/{id}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var answer = await response.JsonAsync();
        Assert.Equal(["conversationId", "customerId", "channel", "state", "holder", "aiAgent", "optedOut", "boundary", "messages"], answer.Select(p => p.Key));
        Assert.Equal(("zalo", "ai", version), ((string?)answer["channel"], (string?)answer["holder"]!["by"], (int)answer["holder"]!["version"]!));
        var message = Assert.Single(answer["messages"]!.AsArray())!;
        Assert.Equal(("get-1", "inbound", "Giá bao nhiêu?"), ((string?)message["messageId"], (string?)message["direction"], (string?)message["text"]));
        Assert.Null(answer["boundary"]);
    }

    [Fact]
    public async Task Reply_IsFiledOnce_HoweverOftenItIsSent()
    {
        var (id, version) = await HearAsync("once");
        var sequence = _console.Sequence;
        var first = await (await ReplyAsync(id, "once-r1", version)).JsonAsync();
        Assert.Equal((false, sequence + 1), ((bool)first["duplicate"]!, (long)first["sequence"]!));
        var again = await (await ReplyAsync(id, "once-r1", version)).JsonAsync();
        Assert.Equal((true, (long)first["sequence"]!), ((bool)again["duplicate"]!, (long)again["sequence"]!));
        Assert.Equal(sequence + 1, _console.Sequence);
        await (await ReplyAsync(id, "once-r1", version, "another text")).ProblemAsync(422);
        await (await ReplyAsync(id, "once-1", version)).ProblemAsync(422);
        await using var store = _console.Read();
        var filed = await store.Messages.SingleAsync(m => m.ConversationId == id && m.Direction == Direction.Outbound, Http.Token);
        Assert.Equal(("once-r1", "Dạ 2 triệu ạ"), (filed.ExternalId, filed.Text));
    }

    [Fact]
    public async Task Reply_AfterATakeover_Is409_UntilHandedBack()
    {
        var (id, version) = await HearAsync("taken");
        var ops = Caller.Person(_console.Person("ops@example.com"));
        var taken = (await _console.SendAsync(new TakeOverConversation.Command(Guid.NewGuid(), id, version, "risk"), ops)).Value;
        var sequence = _console.Sequence;
        foreach (var old in (int[])[version, taken.HolderVersion])
        {
            var response = await ReplyAsync(id, "taken-r1", old);
            Assert.Empty(await response.ProblemAsync(409));
            Assert.Equal("holder_human", (string?)(await response.JsonAsync())["code"]);
        }
        Assert.Equal(sequence, _console.Sequence);
        var back = (await _console.SendAsync(new HandBackConversation.Command(Guid.NewGuid(), id, taken.HolderVersion, "resolved", "giữ giá đến mai"), ops)).Value;
        Assert.Equal(HttpStatusCode.OK, (await ReplyAsync(id, "taken-r1", back.HolderVersion)).StatusCode);
        var answer = await (await _console.Api.FetchAsync($"/api/v1/conversations/{id}")).JsonAsync();
        Assert.Equal(("resolved", "giữ giá đến mai"), ((string?)answer["boundary"]!["reason"], (string?)answer["boundary"]!["note"]));
    }

    [Fact]
    public async Task Reply_EachOutcome_IsCounted_AndARefusedOneLogged_WithoutWhatItSaid()
    {
        var outcomes = new System.Collections.Concurrent.ConcurrentQueue<string>();
        using var listener = new System.Diagnostics.Metrics.MeterListener();
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => outcomes.Enqueue((string)tags[0].Value!));
        listener.EnableMeasurementEvents(_console.App.Services.GetRequiredService<ApiMeter>().Replies);
        var (id, version) = await HearAsync("counted");
        foreach (var text in (string[])["Dạ 2 triệu ạ", "Dạ 2 triệu ạ", "another text", ""]) await ReplyAsync(id, "counted-r1", version, text);
        await ReplyAsync(Guid.NewGuid(), "counted-r1", version);
        Assert.DoesNotContain(_console.Log.Lines, l => l.Contains(id.ToString(), StringComparison.Ordinal) && l.Contains("refused", StringComparison.Ordinal));
        var ops = Caller.Person(_console.Person("ops@example.com"));
        var taken = (await _console.SendAsync(new TakeOverConversation.Command(Guid.NewGuid(), id, version, "risk"), ops)).Value;
        await ReplyAsync(id, "counted-r2", version);
        var back = (await _console.SendAsync(new HandBackConversation.Command(Guid.NewGuid(), id, taken.HolderVersion, "resolved", null), ops)).Value;
        await ReplyAsync(id, "counted-r2", version);
        await using var store = _console.Read();
        var customer = store.Conversations.Single(c => c.Id == id).CustomerId;
        Assert.True((await _console.SendAsync(new OptOutCustomer.Command(Guid.NewGuid(), customer, Channel.Zalo, "by_phone", null), ops)).Succeeded);
        await ReplyAsync(id, "counted-r3", back.HolderVersion);

        Assert.Equal(["accepted", "duplicate", "reused", "invalid", "not_found", "holder_human", "holder_ai", "opted_out"], outcomes);
        var logged = _console.Log.Lines.Where(l => l.Contains(id.ToString(), StringComparison.Ordinal) && l.Contains("refused", StringComparison.Ordinal)).ToList();
        Assert.Equal(["holder_human", "holder_ai", "opted_out"], logged.Select(l => outcomes.Single(o => l.Contains(o, StringComparison.Ordinal))));
        Assert.DoesNotContain(logged, l => l.Contains("triệu", StringComparison.Ordinal) || l.Contains("counted", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reply_ToWhoWantsNoMessages_Is409()
    {
        var (id, version) = await HearAsync("out");
        await _console.Lane.RunAsync(change =>
        {
            var conversation = change.Store.Conversations.Single(c => c.Id == id);
            conversation.MoveTo("opted_out");
            change.Record("state_machine.applied", conversation);
        });
        var response = await ReplyAsync(id, "out-r1", version);
        Assert.Equal(("opted_out", 409), ((string?)(await response.JsonAsync())["code"], (int)response.StatusCode));
    }

    [Fact]
    public async Task Reply_ToWhoWasErased_Is409_AndNothingIsKeptOfIt()
    {
        var (id, version) = await HearAsync("gone");
        await using var store = _console.Read();
        var customer = store.Conversations.Single(c => c.Id == id).CustomerId;
        Assert.True((await _console.SendAsync(new EraseCustomer.Command(Guid.NewGuid(), customer, "customer_request", ShortId.Of(customer)), Caller.Person(_console.Person("trojan@example.com")))).Succeeded);
        var sequence = _console.Sequence;
        var response = await ReplyAsync(id, "gone-r1", version);
        Assert.Equal(("holder_nobody", 409, sequence), ((string?)(await response.JsonAsync())["code"], (int)response.StatusCode, _console.Sequence));
    }

    [Fact]
    public async Task Reply_OnAChannelOptedOutOf_Is409_UntilItIsLifted()
    {
        var (id, version) = await HearAsync("mute");
        await using var store = _console.Read();
        var customer = store.Conversations.Single(c => c.Id == id).CustomerId;
        var ops = Caller.Person(_console.Person("ops@example.com"));
        Assert.True((await _console.SendAsync(new OptOutCustomer.Command(Guid.NewGuid(), customer, Channel.Zalo, "by_phone", null), ops)).Succeeded);
        var sequence = _console.Sequence;
        var refused = await ReplyAsync(id, "mute-r1", version);
        Assert.Equal(("opted_out", 409, sequence), ((string?)(await refused.JsonAsync())["code"], (int)refused.StatusCode, _console.Sequence));
        Assert.True((bool)(await (await _console.Api.FetchAsync($"/api/v1/conversations/{id}")).JsonAsync())["optedOut"]!);
        // What the customer writes still arrives.
        await HearAsync("mute", 2);
        Assert.True((await _console.SendAsync(new LiftOptOut.Command(Guid.NewGuid(), customer, Channel.Zalo, "customer_wrote", null), ops)).Succeeded);
        Assert.Equal(HttpStatusCode.OK, (await ReplyAsync(id, "mute-r1", version)).StatusCode);
    }

    [Theory]
    [InlineData("{}", "holderVersion messageId text")]
    [InlineData("""{"messageId":"","text":"","holderVersion":0}""", "holderVersion messageId text")]
    [InlineData("""{"messageId":"m","text":"x","holderVersion":1.5}""", "holderVersion")]
    [InlineData("""{"messageId":"m","text":"x","holderVersion":"1"}""", "holderVersion")]
    [InlineData("""{"messageId":"m","text":"x","holderVersion":1,"more":1}""", "more")]
    [InlineData("""{"messageId":"a\u0000","text":"\u0000","holderVersion":1}""", "messageId text")]
    [InlineData("{", "$")]
    public async Task Reply_WrongField_IsNamed(string body, string fields)
    {
        var (id, _) = await HearAsync("wrong");
        Assert.Equal(fields, string.Join(' ', (await (await _console.Api.PostAsync($"/api/v1/conversations/{id}/replies", body)).ProblemAsync(400)).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task UnknownConversation_TooMuch_AndNoKey()
    {
        var (id, _) = await HearAsync("none");
        await (await ReplyAsync(Guid.NewGuid(), "x", 1)).ProblemAsync(404);
        await (await _console.Api.FetchAsync($"/api/v1/conversations/{Guid.NewGuid()}")).ProblemAsync(404);
        await (await _console.Api.FetchAsync("/api/v1/conversations/nonsense")).ProblemAsync(404);
        await (await ReplyAsync(id, "x", 1, new string('x', 300_000))).ProblemAsync(413);
        await (await _console.Anonymous.PostAsync($"/api/v1/conversations/{id}/replies", "{}")).ProblemAsync(401);
        await (await _console.Anonymous.FetchAsync($"/api/v1/conversations/{id}")).ProblemAsync(401);
        var openApi = await (await _console.Anonymous.FetchAsync("/openapi/v1.json")).JsonAsync();
        Assert.Contains("/api/v1/conversations/{id}/replies", openApi["paths"]!.AsObject().Select(p => p.Key));
    }

    private async Task<(Guid Id, int Version)> HearAsync(string who, int message = 1)
    {
        var answer = await (await _console.Api.PostAsync("/api/v1/messages", $$"""{"channel":"zalo","externalId":"{{who}}","messageId":"{{who}}-{{message}}","text":"Giá bao nhiêu?"}""")).JsonAsync();
        return ((Guid)answer["conversationId"]!, (int)answer["holder"]!["version"]!);
    }

    private Task<HttpResponseMessage> ReplyAsync(Guid id, string messageId, int version, string text = "Dạ 2 triệu ạ") =>
        _console.Api.PostAsync($"/api/v1/conversations/{id}/replies", new JsonObject { ["messageId"] = messageId, ["text"] = text, ["holderVersion"] = version }.ToJsonString());
}
