using System.Net;
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
        Assert.Equal($$"""{"sales_users":2,"ai_agents":3,"customers":6,"active_bindings":6,"open_tasks":7,"understanding_reviews":1,"state_reviews":0,"handovers":2,"sequence":{{console.Sequence}}}""",
            await response.TextAsync());

        var answer = await (await console.Api.PostAsync("/api/v1/messages", """{"channel":"zalo","externalId":"new","messageId":"new-1","text":"x"}""")).JsonAsync();
        var after = await (await console.Api.FetchAsync("/api/v1/counters")).JsonAsync();
        Assert.Equal(((long)answer["sequence"]!, 7L, 7L), ((long)after["sequence"]!, (long)after["customers"]!, (long)after["active_bindings"]!));
    }
}
