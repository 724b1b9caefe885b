using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.Handovers;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Api;

/// <summary>The address by which the AI runtime hands a conversation off to a person.</summary>
public sealed class HandoffsApiTests(SampleHost host) : IClassFixture<SampleHost>
{
    private readonly ConsoleHost _console = host.Console;

    [Fact]
    public async Task HandOff_SaysWhoHasIt_AndIsDoneOnce_HoweverOftenItIsSent()
    {
        var (id, version) = await HearAsync("off");
        var response = await HandOffAsync(id, "off-h1", version, notice: "Em chuyển cho đồng nghiệp ạ");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var first = await response.JsonAsync();
        Assert.Equal(["conversationId", "handoffId", "duplicate", "sequence", "holder", "target", "taskDueAt"], first.Select(p => p.Key));
        Assert.Equal(("human", version + 1), ((string?)first["holder"]!["by"], (int)first["holder"]!["version"]!));
        await using var store = _console.Read();
        var talk = store.Conversations.Single(c => c.Id == id);
        Assert.Equal(_console.Lane.Last.Directory.NameOfUser(talk.HolderUserId), (string?)first["target"]!["name"]);
        Assert.Equal(DateTimeKind.Utc, ((DateTime)first["target"]!["worksAt"]!).Kind);

        var sequence = _console.Sequence;
        var again = await (await HandOffAsync(id, "off-h1", version, notice: "Em chuyển cho đồng nghiệp ạ")).JsonAsync();
        Assert.Equal((true, first["sequence"]!.ToJsonString(), first["target"]!.ToJsonString(), sequence), ((bool)again["duplicate"]!, again["sequence"]!.ToJsonString(), again["target"]!.ToJsonString(), _console.Sequence));
        await (await HandOffAsync(id, "off-h1", version)).ProblemAsync(422);
        Assert.Equal("holder_human", await CodeAsync(await HandOffAsync(id, "off-h2", version), 409));
        Assert.Equal("holder_human", await CodeAsync(await _console.Api.PostAsync($"/api/v1/conversations/{id}/replies", $$"""{"messageId":"off-r1","text":"Dạ","holderVersion":{{version + 1}}}"""), 409));
        var seen = await (await _console.Api.FetchAsync($"/api/v1/conversations/{id}")).JsonAsync();
        Assert.Equal(("human", "off-h1", "outbound"), ((string?)seen["holder"]!["by"], (string?)seen["messages"]!.AsArray()[^1]!["messageId"], (string?)seen["messages"]!.AsArray()[^1]!["direction"]));
        Assert.Equal(sequence, _console.Sequence);
    }

    [Fact]
    public async Task HandOff_AfterATakeover_OfWhoOptedOut_AndOfNobody_Is409AndStoresNothing()
    {
        var (taken, version) = await HearAsync("taken");
        var ops = Caller.Person(_console.Person("ops@example.com"));
        var held = (await _console.SendAsync(new TakeOverConversation.Command(Guid.NewGuid(), taken, version, "risk"), ops)).Value;
        var (mute, muted) = await HearAsync("mute");
        await using var store = _console.Read();
        Assert.True((await _console.SendAsync(new OptOutCustomer.Command(Guid.NewGuid(), store.Conversations.Single(c => c.Id == mute).CustomerId, Channel.Zalo, "by_phone", null), ops)).Succeeded);
        var sequence = _console.Sequence;
        foreach (var old in (int[])[version, held.HolderVersion]) Assert.Equal("holder_human", await CodeAsync(await HandOffAsync(taken, "taken-h1", old), 409));
        Assert.Equal("opted_out", await CodeAsync(await HandOffAsync(mute, "mute-h1", muted, notice: "Dạ"), 409));
        await (await HandOffAsync(Guid.NewGuid(), "x", 1)).ProblemAsync(404);
        Assert.Equal(sequence, _console.Sequence);
    }

    [Theory]
    [InlineData("{}", "handoffId holderVersion reason")]
    [InlineData("""{"handoffId":"","holderVersion":0,"reason":"because"}""", "handoffId holderVersion notice reason")]
    [InlineData("""{"handoffId":"h","holderVersion":1,"reason":"risk"}""", "notice")]
    [InlineData("""{"handoffId":"h","holderVersion":1,"reason":"risk","notice":null,"noticeWaived":false}""", "notice")]
    [InlineData("""{"handoffId":"h","holderVersion":1,"reason":"risk","notice":""}""", "notice")]
    [InlineData("""{"handoffId":"h","holderVersion":1,"reason":"risk","notice":" "}""", "notice")]
    [InlineData("""{"handoffId":"h","holderVersion":1,"reason":"risk","notice":"x","noticeWaived":true}""", "noticeWaived")]
    [InlineData("""{"handoffId":"h","holderVersion":1,"reason":"risk","notice":"","noticeWaived":true}""", "noticeWaived")]
    [InlineData("""{"handoffId":"h","holderVersion":1,"reason":"risk","noticeWaived":"true"}""", "noticeWaived")]
    [InlineData("""{"handoffId":"h","holderVersion":1,"reason":"risk","noticeWaived":1}""", "noticeWaived")]
    [InlineData("""{"handoffId":"h","holderVersion":1,"reason":"risk","notice":["x"]}""", "notice")]
    [InlineData("""{"handoffId":"h","holderVersion":1,"reason":"risk","notice":"\u0000"}""", "notice")]
    [InlineData("""{"handoffId":"h","holderVersion":1,"reason":"risk","notice":"\ud800"}""", "notice")]
    [InlineData("""{"handoffId":"a\u0000","holderVersion":1,"reason":"risk","noticeWaived":true}""", "handoffId")]
    [InlineData("""{"handoffId":"h","holderVersion":1.5,"reason":"risk","noticeWaived":true}""", "holderVersion")]
    [InlineData("""{"handoffId":"h","holderVersion":"1","reason":"risk","noticeWaived":true}""", "holderVersion")]
    [InlineData("""{"handoffId":"h","holderVersion":1,"reason":"handoff_risk","noticeWaived":true}""", "reason")]
    [InlineData("""{"handoffId":"h","holderVersion":1,"reason":"ai_wrong","noticeWaived":true}""", "reason")]
    [InlineData("""{"handoffId":"h","holderVersion":1,"reason":["risk"],"noticeWaived":true}""", "reason")]
    [InlineData("""{"handoffId":"h","holderVersion":1,"reason":"risk","noticeWaived":true,"target":"me"}""", "target")]
    [InlineData("""{"handoffId":"h","handoffId":"i","holderVersion":1,"reason":"risk","noticeWaived":true}""", "handoffId")]
    [InlineData("[]", "$")]
    [InlineData("{", "$")]
    [InlineData("", "$")]
    public async Task HandOff_HostileBody_NamesTheFieldAndStoresNothing(string body, string fields)
    {
        var (id, _) = await HearAsync("wrong");
        var sequence = _console.Sequence;
        Assert.Equal(fields, string.Join(' ', (await (await _console.Api.PostAsync($"/api/v1/conversations/{id}/handoffs", body)).ProblemAsync(400)).Where(f => body.StartsWith('{') || f == "$").Order(StringComparer.Ordinal)));
        Assert.Equal(sequence, _console.Sequence);
    }

    [Fact]
    public async Task TooMuch_NoKey_AndNoPlace()
    {
        var (id, version) = await HearAsync("none");
        await (await HandOffAsync(id, "x", version, notice: new string('x', 300_000))).ProblemAsync(413);
        await (await _console.Anonymous.PostAsync($"/api/v1/conversations/{id}/handoffs", "{}")).ProblemAsync(401);
        await (await _console.Api.FetchAsync($"/api/v1/conversations/{id}/handoffs")).ProblemAsync(405);
        Assert.Contains("/api/v1/conversations/{id}/handoffs", (await (await _console.Anonymous.FetchAsync("/openapi/v1.json")).JsonAsync())["paths"]!.AsObject().Select(p => p.Key));
    }

    private async Task<(Guid Id, int Version)> HearAsync(string who)
    {
        var answer = await (await _console.Api.PostAsync("/api/v1/messages", $$"""{"channel":"zalo","externalId":"off-{{who}}","messageId":"off-{{who}}","text":"Giá bao nhiêu?"}""")).JsonAsync();
        return ((Guid)answer["conversationId"]!, (int)answer["holder"]!["version"]!);
    }

    private Task<HttpResponseMessage> HandOffAsync(Guid id, string handoffId, int version, string? notice = null)
    {
        var body = new JsonObject { ["handoffId"] = handoffId, ["holderVersion"] = version, ["reason"] = "complaint" };
        if (notice is null) body["noticeWaived"] = true;
        else body["notice"] = notice;
        return _console.Api.PostAsync($"/api/v1/conversations/{id}/handoffs", body.ToJsonString());
    }

    private static async Task<string?> CodeAsync(HttpResponseMessage response, int status)
    {
        Assert.Empty(await response.ProblemAsync(status));
        return (string?)(await response.JsonAsync())["code"];
    }
}
