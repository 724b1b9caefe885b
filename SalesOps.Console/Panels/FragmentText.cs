using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.RenderTree;

namespace SalesOps.Console.Panels;

#pragma warning disable BL0006 // The frames are what there is to read; the framework's own writer of HTML takes a renderer and a component for each piece.

/// <summary>Writes what a fragment draws as HTML, every text and attribute encoded.</summary>
internal static class FragmentText
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);
    private static readonly HashSet<string> Void = new(StringComparer.OrdinalIgnoreCase)
    {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    };

    /// <summary>Null when it is more than HTML: it handles events, or holds components or references.</summary>
    public static string? Of(RenderFragment fragment)
    {
        using var builder = new RenderTreeBuilder();
        fragment(builder);
        var frames = builder.GetFrames();
        var html = new StringBuilder();
        return Write(html, frames.Array.AsSpan(0, frames.Count)) ? html.ToString() : null;
    }

    private static bool Write(StringBuilder html, ReadOnlySpan<RenderTreeFrame> frames)
    {
        for (var i = 0; i < frames.Length; i++)
        {
            ref readonly var frame = ref frames[i];
            switch (frame.FrameType)
            {
                case RenderTreeFrameType.Text: html.Append(Encoder.Encode(frame.TextContent)); break;
                case RenderTreeFrameType.Markup: html.Append(frame.MarkupContent); break;
                // Its content follows.
                case RenderTreeFrameType.Region: break;
                case RenderTreeFrameType.Element:
                    if (!Element(html, frame.ElementName, frames.Slice(i + 1, frame.ElementSubtreeLength - 1))) return false;
                    i += frame.ElementSubtreeLength - 1;
                    break;
                default: return false;
            }
        }
        return true;
    }

    private static bool Element(StringBuilder html, string name, ReadOnlySpan<RenderTreeFrame> inside)
    {
        html.Append('<').Append(name);
        var at = 0;
        for (; at < inside.Length && inside[at].FrameType == RenderTreeFrameType.Attribute; at++)
        {
            ref readonly var attribute = ref inside[at];
            if (attribute.AttributeValue is string value) html.Append(' ').Append(attribute.AttributeName).Append("=\"").Append(Encoder.Encode(value)).Append('"');
            else if (attribute.AttributeValue is true) html.Append(' ').Append(attribute.AttributeName);
            else if (attribute.AttributeValue is not false) return false;
        }
        html.Append('>');
        if (Void.Contains(name)) return at == inside.Length;
        if (!Write(html, inside[at..])) return false;
        html.Append("</").Append(name).Append('>');
        return true;
    }
}
