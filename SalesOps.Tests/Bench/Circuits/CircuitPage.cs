using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SalesOps.Tests.Bench.Circuits;

/// <summary>What a served page tells the browser's script about its interactive parts: component markers and persisted state.</summary>
public sealed partial record CircuitPage(Uri BaseAddress, Uri Address, IReadOnlyList<string> Markers, string State)
{
    /// <summary>Reads the markers of <paramref name="html"/>, which was served at <paramref name="address"/>.</summary>
    public static CircuitPage Read(Uri address, string html)
    {
        var markers = new List<string>();
        foreach (Match match in MarkerComment().Matches(html))
        {
            var json = match.Groups["value"].Value;
            using var marker = JsonDocument.Parse(json);
            // The comment that ends a prerendered component holds only its id.
            if (marker.RootElement.TryGetProperty("descriptor", out _)) markers.Add(json);
        }
        var baseHref = BaseTag().Match(html) is { Success: true } tag ? tag.Groups["value"].Value : "/";
        var state = StateComment().Match(html) is { Success: true } comment ? comment.Groups["value"].Value : "";
        return new(new Uri(address, baseHref), address, markers, state);
    }

    /// <summary>The operations that add every component of the page, as the hub wants them.</summary>
    public string AddAll()
    {
        var json = new StringBuilder("{\"batchId\":1,\"operations\":[");
        for (var i = 0; i < Markers.Count; i++)
            json.Append(i > 0 ? "," : "").Append("{\"type\":\"add\",\"ssrComponentId\":").Append(i + 1).Append(",\"marker\":").Append(Markers[i]).Append('}');
        return json.Append("]}").ToString();
    }

    [GeneratedRegex("<!--Blazor:(?<value>\\{.*?\\})-->", RegexOptions.ExplicitCapture | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex MarkerComment();

    [GeneratedRegex("<!--Blazor-Server-Component-State:(?<value>.*?)-->", RegexOptions.ExplicitCapture | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex StateComment();

    [GeneratedRegex("<base\\s[^>]*href=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex BaseTag();
}
