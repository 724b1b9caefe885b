using System.Globalization;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;
using SalesOps.Console.Panels;
using SalesOps.Console.Panels.Lists;
using SalesOps.Console.Shell.Parts;

namespace SalesOps.Tests.Panels.Lists;

/// <summary>What is drawn once for all pages is what each would have drawn.</summary>
public sealed class SharedMarkupTests
{
    private sealed record Row(string Name);

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\" onmouseover=\"alert(1)")]
    [InlineData("' & &amp; <b>")]
    [InlineData("Nguyễn Thị Ánh 李敏 🙂\u202e")]
    [InlineData("")]
    public void FragmentText_AnyText_IsDrawnAsTheFrameworkDrawsIt(string hostile)
    {
        using var page = new BunitContext();
        RenderFragment fragment = builder =>
        {
            builder.OpenElement(0, "td");
            builder.AddAttribute(1, "title", hostile);
            builder.AddAttribute(2, "hidden", true);
            builder.AddAttribute(3, "draggable", false);
            builder.OpenRegion(4);
            builder.AddContent(0, hostile);
            builder.OpenElement(1, "input");
            builder.AddAttribute(2, "value", hostile);
            builder.CloseElement();
            builder.CloseRegion();
            builder.AddContent(5, Tag.Of(TagKind.Warn, hostile, hostile));
            builder.AddMarkupContent(6, "<i>as it is</i>");
            builder.CloseElement();
        };
        var text = FragmentText.Of(fragment);
        Assert.NotNull(text);
        var (drawn, written) = (page.Render(fragment), page.Render(builder => builder.AddMarkupContent(0, text)));
        written.MarkupMatches(drawn.Markup);
        Assert.Equal(hostile, written.Find("td").GetAttribute("title"));
        Assert.Equal(hostile, written.Find(".tag").TextContent);
    }

    [Fact]
    public void FragmentText_MoreThanHtml_IsNull()
    {
        var receiver = new object();
        Assert.Null(FragmentText.Of(Button(builder => builder.AddAttribute(1, "onclick", EventCallback.Factory.Create<MouseEventArgs>(receiver, () => { })))));
        Assert.Null(FragmentText.Of(Button(builder => builder.AddElementReferenceCapture(1, _ => { }))));
        Assert.Null(FragmentText.Of(builder =>
        {
            builder.OpenComponent<Age>(0);
            builder.AddAttribute(1, nameof(Age.Since), DateTime.UnixEpoch);
            builder.CloseComponent();
        }));

        static RenderFragment Button(Action<RenderTreeBuilder> inside) => builder =>
        {
            builder.OpenElement(0, "button");
            inside(builder);
            builder.CloseElement();
        };
    }

    [Fact]
    public void Of_SameRow_IsDrawnOnceForEachPartAndLanguage()
    {
        var (before, drawn) = (CultureInfo.CurrentUICulture, 0);
        try
        {
            var (row, other) = (new Row("An"), new Row("An"));
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("vi");
            Assert.Equal("An", Draw(row, "name"));
            Assert.Equal("An", Draw(row, "name"));
            Assert.Equal(1, drawn);
            Draw(row, "other");
            // Equal is not the same: the directory may have other names by now.
            Draw(other, "name");
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
            Draw(row, "name");
            Assert.Equal(4, drawn);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }

        string? Draw(Row row, string part) => SharedMarkup.Of(row, part, () =>
        {
            drawn++;
            return builder => builder.AddContent(0, row.Name);
        })?.Value;
    }
}
