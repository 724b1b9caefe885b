using System.Globalization;
using System.Text.Json;

namespace SalesOps.Domain.Model.Rules;

/// <summary>A place in a JSON document. What is wrong there is added to the list of problems, and reading goes on.</summary>
internal readonly record struct JsonSpot(JsonElement Value, string Path, List<PlaybookProblem> Problems)
{
    internal void Problem(string text, string code = "form", string? about = null) => Problems.Add(new PlaybookProblem(Path, text, code, about));

    /// <summary>The member's place; a problem when it is missing.</summary>
    internal JsonSpot? Need(string name)
    {
        var spot = Find(name);
        if (spot is null && Value.ValueKind == JsonValueKind.Object) Problem($"'{name}' is missing");
        return spot;
    }

    /// <summary>The member's place; null when it is missing.</summary>
    internal JsonSpot? Find(string name) =>
        Value.ValueKind == JsonValueKind.Object && Value.TryGetProperty(name, out var value)
            ? new JsonSpot(value, $"{Path}.{name}", Problems)
            : null;

    /// <summary>Demands an object that has no other members: a misspelt member must not be passed over.</summary>
    internal bool IsObject(params ReadOnlySpan<string> members)
    {
        if (Value.ValueKind != JsonValueKind.Object) return Wrong("an object");
        foreach (var member in Value.EnumerateObject())
        {
            if (members.Contains(member.Name)) continue;
            Problem($"'{member.Name}' is not known here; known are {string.Join(", ", members!)}");
        }
        return true;
    }

    /// <summary>The items of a list.</summary>
    internal IReadOnlyList<JsonSpot> Items()
    {
        if (Value.ValueKind != JsonValueKind.Array)
        {
            Wrong("a list");
            return [];
        }
        var (path, problems) = (Path, Problems);
        return [.. Value.EnumerateArray().Select((item, i) => new JsonSpot(item, $"{path}[{i}]", problems))];
    }

    /// <summary>The members of an object.</summary>
    internal IReadOnlyList<(string Name, JsonSpot Spot)> Members()
    {
        if (Value.ValueKind != JsonValueKind.Object)
        {
            Wrong("an object");
            return [];
        }
        var (path, problems) = (Path, Problems);
        return [.. Value.EnumerateObject().Select(member => (member.Name, new JsonSpot(member.Value, $"{path}.{member.Name}", problems)))];
    }

    /// <summary>Text that is not blank.</summary>
    internal string? Text()
    {
        if (Value.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(Value.GetString())) return Value.GetString();
        Wrong("text that is not blank");
        return null;
    }

    internal bool? Flag()
    {
        if (Value.ValueKind is JsonValueKind.True or JsonValueKind.False) return Value.GetBoolean();
        Wrong("true or false");
        return null;
    }

    /// <summary>A number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    internal double? Number(double least, double most)
    {
        if (Value.ValueKind == JsonValueKind.Number && Value.TryGetDouble(out var number) && number >= least && number <= most) return number;
        Wrong(string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"), "range");
        return null;
    }

    /// <summary>A code that <paramref name="terms"/> has.</summary>
    internal string? Known(PlaybookTerms terms, string kind)
    {
        if (Text() is not { } code) return null;
        if (terms.Has(code)) return code;
        Problem($"'{code}' is not {kind} of this playbook");
        return null;
    }

    /// <summary>The enum value of a code.</summary>
    internal T? Code<T>() where T : struct, Enum
    {
        if (Text() is not { } code) return null;
        if (Codes.TryParse<T>(code, out var value)) return value;
        Problem($"'{code}' is not known; known are {string.Join(", ", Enum.GetValues<T>().Select(known => known.Code()))}");
        return null;
    }

    private bool Wrong(string wanted, string code = "form")
    {
        Problem($"must be {wanted}, is {Value.GetRawText() switch { { Length: > 40 } raw => raw[..40] + "…", var raw => raw }}", code);
        return false;
    }
}
