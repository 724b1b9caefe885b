using System.Net;
using System.Text.Json;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Learning;
using SalesOps.Domain.UseCases.Reviews;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.UseCases.Learning;

public sealed class ExportCorrectionsTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();

    public async ValueTask InitializeAsync() => await _console.FileSampleAsync();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Export_OfDecisions_IsLabelled_WithoutPersonalData_AndAudited()
    {
        var admin = _console.As(Role.Admin);
        await _console.ApproveAsync(await CaseAsync("Nguyễn Thị Ánh", "Mình là Nguyễn Thị Ánh 0912345678, bên mình có đáng tin không?"));
        var corrected = await CaseAsync("Krzysztof", "Krzysztof hỏi giá bao nhiêu?");
        Assert.True((await _console.SendAsync(new CorrectReview.Command(Guid.NewGuid(), corrected.Seen, "ask_price", "discovery_price", null, "Krzysztof asked the price"), admin)).Succeeded);
        await _console.RejectAsync(await CaseAsync("c", "gì?"), NextStep.AskCustomer);
        await _console.RejectAsync(await CaseAsync("d", "lừa đảo"), NextStep.AskCustomer, "too_risky");
        var since = _console.Lane.Last.Counters.Sequence;

        var export = (await _console.SendAsync(new ExportCorrections.Command(Guid.NewGuid(), 30), admin)).Value;
        Assert.Equal(["corrections.exported"], _console.Actions(since));
        var lines = new List<ReadCorrections.Labelled>();
        await foreach (var line in (await _console.SendAsync(new ReadCorrections.Query(export.ExportId), admin)).Value) lines.Add(line);

        Assert.Equal(["approved", "corrected", "rejected"], lines.Select(l => l.Outcome).Order(StringComparer.Ordinal));
        var label = lines.Single(l => l.Outcome == "corrected");
        Assert.Equal((new("ask_trust", "understanding_trust_building"), new("ask_price", "discovery_price")), (label.Read, label.Label));
        Assert.Contains("giá bao nhiêu", label.Text, StringComparison.Ordinal);
        Assert.Equal((null, "wrong_intent"), (lines.Single(l => l.Outcome == "rejected").Label, lines.Single(l => l.Outcome == "rejected").Reason));
        var all = JsonSerializer.Serialize(lines);
        foreach (var secret in (string[])["Ánh", "Nguy", "0912", "Krzysztof", "asked"]) Assert.DoesNotContain(secret, all, StringComparison.Ordinal);
        // Nobody reads what somebody else took, nor what nobody took.
        Assert.Equal(ErrorKind.NotFound, Assert.Single((await _console.SendAsync(new ReadCorrections.Query(export.ExportId))).Errors).Kind);
        _console.AssertSound();
    }

    [Fact]
    public async Task Read_ByWhoIsDisabledMeanwhile_BreaksOff()
    {
        await using var host = await ConsoleHost.StartAsync();
        await host.JudgeManyAsync(GridKeys.AtOnce * 3 / 2);
        var admin = host.Person("trojan@example.com").Id;
        await using var scope = host.App.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CallerContext>().SetPerson(admin, stamp: null);
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        var export = (await mediator.Send(new ExportCorrections.Command(Guid.NewGuid(), 30), Http.Token)).Value;
        await using var lines = (await mediator.Send(new ReadCorrections.Query(export.ExportId), Http.Token)).Value.GetAsyncEnumerator(Http.Token);
        Assert.True(await lines.MoveNextAsync());
        await host.Lane.DisableAsync(admin);
        var read = 1;
        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            while (await lines.MoveNextAsync()) read++;
        });
        Assert.InRange(read, 2, GridKeys.AtOnce);
    }

    [Fact]
    public async Task File_ForTheAdmin_IsLinesOfJson_AndForOthersRefused()
    {
        await using var host = await ConsoleHost.StartAsync();
        await host.JudgeManyAsync(30);
        using var admin = host.Browser();
        await admin.EnterAsync("trojan@example.com", ConsoleHost.Password);
        using var file = await admin.FetchAsync("/learning/corrections.jsonl?days=30");
        Assert.Equal((HttpStatusCode.OK, "application/jsonl"), (file.StatusCode, file.Content.Headers.ContentType!.MediaType));
        var lines = (await file.Content.ReadAsStringAsync(Http.Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((await host.SendAsync(new GetReliability.Query(new Scope(default)))).Value.Reliability.Count, lines.Length);
        Assert.All(lines, line => Assert.True(JsonDocument.Parse(line).RootElement.GetProperty("weight").GetDouble() >= 1));
        using var supervisor = host.Browser();
        await supervisor.EnterAsync("supervisor@example.com", ConsoleHost.Password);
        Assert.Equal(HttpStatusCode.Forbidden, (await supervisor.FetchAsync("/learning/corrections.jsonl")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await admin.FetchAsync("/learning/corrections.jsonl?days=0")).StatusCode);
        await using var store = host.Read();
        Assert.Equal(1, store.Exports.Count());
    }

    private async Task<GetReviewCase.Case> CaseAsync(string who, string text) => await _console.CaseAsync(await _console.HearAsync(who, text: text));
}
