using System.Globalization;
using System.Net;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Microsoft.Extensions.DependencyInjection;
using SalesOps.Console.Panels.Exports;
using SalesOps.Domain;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Audit;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.Exports;
using SalesOps.Domain.UseCases.People;
using SalesOps.Tests.Support;

namespace SalesOps.Tests.Panels.Exports;

public sealed class ListExportTests(SampleHost sample) : IClassFixture<SampleHost>
{
    private readonly ConsoleHost _host = sample.Console;

    [Fact]
    public void Lists_EveryOneThatAGridReads_HasAFile()
    {
        var lists = typeof(DomainSetup).Assembly.GetTypes().Where(t => typeof(IGridQuery).IsAssignableFrom(t) && !t.IsInterface);
        Assert.Equal(lists.Select(t => t.FullName).Order(StringComparer.Ordinal), ListFiles.All.Select(f => f.Query.FullName).Order(StringComparer.Ordinal));
        Assert.Equal(ExportList.Lists, ListFiles.All.Select(f => f.Code));
    }

    [Theory]
    [InlineData("trojan@example.com")]
    [InlineData("ops@example.com")]
    [InlineData("sales@example.com")]
    public async Task Export_EveryList_HoldsTheRowsOfTheList_AndIsNotedFirst(string email)
    {
        await HearHostileAsync();
        using var browser = _host.Browser();
        await browser.EnterAsync(email, ConsoleHost.Password);
        var caller = Caller.Person(_host.Person(email));
        foreach (var list in ListFiles.All)
        {
            // Salespeople have no list of requests about personal data: theirs stand with each customer.
            if (list.Code == "requests" && caller.OnlyOwnerId is not null)
            {
                var before = _host.Sequence;
                using var refused = await browser.FetchAsync($"/export/{list.Code}.csv");
                Assert.Equal((HttpStatusCode.Forbidden, before), (refused.StatusCode, _host.Sequence));
                continue;
            }
            var expected = await IdsAsync(list, caller);
            foreach (var format in ExportList.Formats)
            {
                var noted = _host.Sequence;
                using var response = await browser.FetchAsync($"/export/{list.Code}.{format}");
                Assert.Equal((list.Code, HttpStatusCode.OK), (list.Code, response.StatusCode));
                Assert.Matches($"^{list.Code}-.*{format}$", response.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
                var bytes = await response.Content.ReadAsByteArrayAsync(Http.Token);
                var rows = format == "csv" ? FileRowsTests.ReadCsv(bytes) : ReadXlsx(bytes);
                // The log itself has grown by what noted the exports before.
                if (list.Code == "audit") expected = await IdsAsync(list, caller, noted);
                Assert.Equal((list.Code, string.Join(' ', expected)), (list.Code, string.Join(' ', rows.Skip(1).Select(r => list.Code == "audit" ? r[0] : r[^1]))));
                await using var store = _host.Read();
                var export = store.Exports.OrderByDescending(e => e.Id).First(e => e.What == list.Code);
                Assert.Equal((list.Code, format, expected.Count, caller.SalesUserId), (export.What, export.Format, export.Rows!.Value, export.ById));
                Assert.Equal($"{list.Code}.exported", store.AuditEntries.Single(a => a.Sequence == noted + 1).Action);
            }
        }
    }

    [Fact]
    public async Task Export_FilteredSortedAndWithoutAColumn_IsWhatTheGridShows()
    {
        await HearHostileAsync();
        using var ops = _host.Browser();
        await ops.EnterAsync("ops@example.com", ConsoleHost.Password);
        using var response = await ops.FetchAsync("/export/customers.csv?culture=vi&customers.status=new_lead&customers.search=nguyen&customers.sort=name&customers.desc=1&hide=understanding&hide=channel");
        var rows = FileRowsTests.ReadCsv(await response.Content.ReadAsByteArrayAsync(Http.Token));
        var filters = new Dictionary<string, string> { ["status"] = "new_lead", ["search"] = "nguyen" };
        var page = (await _host.SendAsync(new ListCustomers.Query(new GridRequest(Sort: "name", Descending: true, Filters: filters)))).Value;
        Assert.NotEmpty(page.Rows);
        Assert.Equal(page.Rows.Select(r => r.Name), rows.Skip(1).Select(r => CellText.Recover(r[0])));
        Assert.Equal(["Khách hàng", "AI bán hàng", "Chờ gán từ"], rows[0][..3]);
        Assert.DoesNotContain("Độ tin cậy", rows[0]);
        await using var store = _host.Read();
        // A word that was searched for may be a name, which an erasure would not find here.
        Assert.Equal("search=▢&status=new_lead&sort=name&desc=1", store.Exports.OrderByDescending(e => e.Id).First(e => e.What == "customers" && e.Format == "csv").Asked);
    }

    [Theory]
    [InlineData("customers", "unanswered=any")]
    [InlineData("handovers", "rows=running")]
    public async Task Export_OfWhoWaits_SaysSinceWhen_LongestFirst(string code, string filter)
    {
        using var ops = _host.Browser();
        await ops.EnterAsync("ops@example.com", ConsoleHost.Password);
        using var response = await ops.FetchAsync($"/export/{code}.csv?culture=en&{code}.{filter}&{code}.sort=unansweredSince");
        var rows = FileRowsTests.ReadCsv(await response.Content.ReadAsByteArrayAsync(Http.Token));
        var since = Array.IndexOf(rows[0], "Unanswered since");
        var asked = new GridRequest(0, 100, "unansweredSince", Filters: new Dictionary<string, string> { [filter.Split('=')[0]] = filter.Split('=')[1] });
        dynamic answer = await SendAsync(ListFiles.Find(code)!, asked, Caller.Person(_host.Person("ops@example.com")));
        var expected = ((System.Collections.IEnumerable)answer.Value.Rows).Cast<object>().Select(row => (DateTime?)((dynamic)row).UnansweredSince).ToList();
        Assert.Contains(expected, at => at is not null);
        Assert.Equal(expected.Select(at => at?.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)),
            rows.Skip(1).Select(r => r[since] is { Length: > 0 } at ? DateTimeOffset.Parse(at, CultureInfo.InvariantCulture).UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : null));
    }

    [Theory]
    [InlineData("/export/nothing.csv", HttpStatusCode.NotFound)]
    [InlineData("/export/customers.pdf", HttpStatusCode.NotFound)]
    [InlineData("/export/customers.csv?customers.agent=nobody", HttpStatusCode.BadRequest)]
    [InlineData("/export/customers.csv?customers.sort=phone", HttpStatusCode.BadRequest)]
    public async Task Export_OfWhatIsNotThere_IsRefused_AndNotNoted(string path, HttpStatusCode status)
    {
        using var ops = _host.Browser();
        await ops.EnterAsync("ops@example.com", ConsoleHost.Password);
        var before = _host.Sequence;
        Assert.Equal(status, (await ops.FetchAsync(path)).StatusCode);
        ops.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        Assert.Equal(HttpStatusCode.Forbidden, (await ops.FetchAsync("/export/customers.csv")).StatusCode);
        Assert.Equal(before, _host.Sequence);
    }

    [Theory]
    [InlineData("xlsx", 1_048_575, null)]
    [InlineData("xlsx", 1_048_576, ListExport.SheetFull)]
    [InlineData("csv", 1_200_000, null)]
    public void Refusal_OfMoreRowsThanASheetHas_NamesCsv(string format, int rows, string? code)
    {
        var refusal = ListExport.Refusal(format, rows);
        Assert.Equal(code, refusal?.Code);
        if (code is not null) Assert.Contains("CSV", refusal!.Message, StringComparison.Ordinal);
        Assert.InRange(rows, 0, GridKeys.Most);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("xlsx")]
    public async Task Cancel_WhileItRuns_EndsTheReadAndBreaksTheFileOff(string format)
    {
        await AddManyAsync();
        var ops = _host.Person("ops@example.com").Id;
        using var browser = _host.Browser();
        await browser.EnterAsync("ops@example.com", ConsoleHost.Password);
        var ended = new TaskCompletionSource();
        var runs = _host.App.Services.GetRequiredService<ExportRuns>();
        var run = runs.Offer(ops, "customers");
        run.Changed += () =>
        {
            if (run.State != ExportState.Running) ended.TrySetResult();
            else if (run.Sent > 0) run.Cancel();
        };

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => browser.FetchAsync($"/export/customers.{format}?run={run.Id}"));
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(60), Http.Token);
        Assert.Equal((ExportState.Cancelled, GridKeys.AtOnce), (run.State, run.Sent));
        Assert.InRange(run.Rows, 2 * GridKeys.AtOnce, int.MaxValue);
        Assert.Null(runs.Running(ops, "customers"));
    }

    [Fact]
    public async Task Disabled_WhileItRuns_ReadsNoFurther()
    {
        await AddManyAsync();
        var person = _host.Person("supervisor@example.com").Id;
        using var browser = _host.Browser();
        await browser.EnterAsync("supervisor@example.com", ConsoleHost.Password);
        var run = _host.App.Services.GetRequiredService<ExportRuns>().Offer(person, "customers");
        run.Changed += () =>
        {
            if (run.Sent == GridKeys.AtOnce && run.State == ExportState.Running) _host.Lane.DisableAsync(person).GetAwaiter().GetResult();
        };
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => browser.FetchAsync($"/export/customers.csv?run={run.Id}"));
        Assert.Equal(GridKeys.AtOnce, run.Sent);
    }

    [Fact]
    public async Task Suspended_WhileItRuns_ReadsNoFurther()
    {
        await AddManyAsync();
        var person = _host.Person("ops@example.com").Id;
        using var browser = _host.Browser();
        await browser.EnterAsync("ops@example.com", ConsoleHost.Password);
        var run = _host.App.Services.GetRequiredService<ExportRuns>().Offer(person, "customers");
        run.Changed += () =>
        {
            if (run.Sent == GridKeys.AtOnce && run.State == ExportState.Running) _host.SendAsync(new SuspendAccount.Command(Guid.NewGuid(), person)).GetAwaiter().GetResult();
        };
        var broken = await Record.ExceptionAsync(() => browser.FetchAsync($"/export/customers.csv?run={run.Id}"));
        Assert.True((await _host.SendAsync(new ResumeAccount.Command(Guid.NewGuid(), person))).Succeeded);
        Assert.IsAssignableFrom<HttpRequestException>(broken);
        Assert.Equal(GridKeys.AtOnce, run.Sent);
    }

    [Fact]
    public async Task SignedOut_WhileItRuns_ReadsNoFurther()
    {
        await AddManyAsync();
        using var browser = _host.Browser();
        await browser.EnterAsync("ops@example.com", ConsoleHost.Password);
        var run = _host.App.Services.GetRequiredService<ExportRuns>().Offer(_host.Person("ops@example.com").Id, "customers");
        run.Changed += () =>
        {
            if (run.Sent == GridKeys.AtOnce && run.State == ExportState.Running) browser.SubmitAsync("/sign-in", [], action: "/sign-out").GetAwaiter().GetResult();
        };
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => browser.FetchAsync($"/export/customers.csv?run={run.Id}"));
        Assert.Equal(GridKeys.AtOnce, run.Sent);
    }

    /// <summary>More customers than are read at once. All are bound: who waits is bound by and by, among what another test does.</summary>
    private Task AddManyAsync() => _host.Lane.FillAsync(_host.Lane.Last.Directory.AiAgents.Values.First(), 2 * GridKeys.AtOnce);

    private async Task HearHostileAsync()
    {
        var names = FileRowsTests.Hostile.Where(n => n.Length is > 0 and < 100 && !n.Any(c => char.IsControl(c) || char.IsSurrogate(c) && n.Length == 1)).ToList();
        var heard = await Task.WhenAll(names.Select((name, i) => _host.SendAsync(new ReceiveMessage.Command(Channel.Telegram, $"+84{i:000}", $"hostile-{i}", "Bên mình có đáng tin không?", name, null,
            new ReceiveMessage.Reported("ask_trust", "understanding_trust_building", 0.61, [], "runtime-1")), Caller.Runtime)));
        Assert.All(heard, h => Assert.True(h.Succeeded));
    }

    /// <summary>The rows by pages, as the grid reads them.</summary>
    private async Task<List<string>> IdsAsync(ListFile list, Caller caller, long? upTo = null)
    {
        var ids = new List<string>();
        for (var skip = 0; ; skip += 100)
        {
            dynamic answer = await SendAsync(list, new GridRequest(skip, 100), caller);
            var rows = ((System.Collections.IEnumerable)answer.Value.Rows).Cast<object>().ToList();
            foreach (var row in rows)
                if (row is not ListAudit.Row entry) ids.Add(((Guid)((dynamic)row).Id).ToString());
                else if (entry.Sequence <= (upTo ?? long.MaxValue)) ids.Add(entry.Sequence.ToString(CultureInfo.InvariantCulture));
            if (rows.Count < 100) return ids;
        }
    }

    private async Task<object> SendAsync(ListFile list, GridRequest grid, Caller caller)
    {
        dynamic query = Activator.CreateInstance(list.Query, grid)!;
        await using var scope = _host.App.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CallerContext>().Set(caller);
        return await scope.ServiceProvider.GetRequiredService<MediatR.IMediator>().Send(query, Http.Token);
    }

    internal static List<string[]> ReadXlsx(byte[] bytes)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(bytes), false);
        return [.. document.WorkbookPart!.WorksheetParts.Single().Worksheet.Descendants<Row>().Select(r => r.Elements<Cell>().Select(c => c.DataType is null ? c.CellValue?.Text ?? "" : FileRowsTests.Shown(c)).ToArray())];
    }
}
