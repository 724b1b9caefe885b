using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SalesOps.Console.Live;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Api;

public sealed class CountersApiTests
{
    [Fact]
    public async Task Get_SampleData_GivesTheEightAndTheirSequence()
    {
        await using var console = await ConsoleHost.StartAsync();
        var response = await console.Api.FetchAsync("/api/v1/counters");

        Assert.Equal((HttpStatusCode.OK, "application/json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.Equal($$"""{"sales_users":2,"ai_agents":3,"customers":6,"active_bindings":6,"open_tasks":7,"understanding_reviews":1,"state_reviews":0,"handovers":2,"sequence":{{console.Sequence}}}""",
            await response.TextAsync());

        var answer = await (await console.Api.PostAsync("/api/v1/messages", """{"channel":"zalo","externalId":"new","messageId":"new-1","text":"x"}""")).JsonAsync();
        var after = await (await console.Api.FetchAsync("/api/v1/counters")).JsonAsync();
        Assert.Equal(((long)answer["sequence"]!, 7L, 7L), ((long)after["sequence"]!, (long)after["customers"]!, (long)after["active_bindings"]!));
    }

    [Fact]
    public async Task Get_CounterDiffersFromItsRows_IsNullUntilItAgrees()
    {
        await using var console = await ConsoleHost.StartAsync();
        var check = console.App.Services.GetRequiredService<CounterCheck>();
        RawStore.Execute(console.Files, "UPDATE CounterValues SET Value = 8 WHERE Code = 'open_tasks' AND \"Key\" = zeroblob(16)");
        await check.CheckAsync(Http.Token);
        var wrong = await (await console.Api.FetchAsync("/api/v1/counters")).JsonAsync();
        Assert.True(wrong.ContainsKey("open_tasks"));
        Assert.Null(wrong["open_tasks"]);
        Assert.Equal(6L, (long)wrong["customers"]!);

        RawStore.Execute(console.Files, "UPDATE CounterValues SET Value = 7 WHERE Code = 'open_tasks' AND \"Key\" = zeroblob(16)");
        await check.CheckAsync(Http.Token);
        Assert.Equal(7L, (long)(await (await console.Api.FetchAsync("/api/v1/counters")).JsonAsync())["open_tasks"]!);
    }
}
