using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Radzen;
using Radzen.Blazor;
using SalesOps.Console.Panels.Forms;
using SalesOps.Console.Resources;

namespace SalesOps.Tests.Panels.Forms;

public sealed class GuardedDialogsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Show_OfADialogThatThrows_SaysSoInItsPlace_AndOpensOnceItDoesNot()
    {
        await using var panel = await PanelContext.OpenAsync();
        var page = panel.Page.Render<RadzenDialog>();
        var fails = true;
        var parameters = new Dictionary<string, object?> { [nameof(Failing.Fails)] = (Func<bool>)(() => fails) };
        await page.InvokeAsync(() => { _ = panel.Page.Services.GetRequiredService<DialogService>().ShowAsync<Failing>("Title", parameters, new DialogOptions()); });
        page.WaitForAssertion(() => Assert.Contains(Text.FailureTitle, page.Find(".failure[role=alert]").TextContent, StringComparison.Ordinal), Patience);
        Assert.DoesNotContain("secret", page.Markup, StringComparison.Ordinal);
        fails = false;
        await page.Find(".failure button").ClickAsync();
        page.WaitForAssertion(() => Assert.Equal("opened", page.Find("#opened").TextContent), Patience);
    }

    private sealed class Failing : ComponentBase
    {
        [Parameter, EditorRequired] public Func<bool> Fails { get; set; } = default!;

        protected override async Task OnInitializedAsync()
        {
            await Task.Yield();
            if (Fails()) throw new InvalidOperationException("secret");
        }

        protected override void BuildRenderTree(Microsoft.AspNetCore.Components.Rendering.RenderTreeBuilder builder) => builder.AddMarkupContent(0, "<p id=\"opened\">opened</p>");
    }
}
