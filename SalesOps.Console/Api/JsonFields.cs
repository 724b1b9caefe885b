using System.Text.Json;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;

namespace SalesOps.Console.Api;

/// <summary>The fields of a JSON object from outside, read one by one; every complaint names its field.</summary>
internal sealed class JsonFields
{
    private readonly Dictionary<string, JsonElement> _fields = [];
    private readonly string _path;

    public JsonFields(JsonElement element, string path, List<Error>? errors = null)
    {
        _path = path;
        Errors = errors ?? [];
        if (element.ValueKind != JsonValueKind.Object)
        {
            Errors.Add(Error.Invalid(path.Length == 0 ? "$" : path.TrimEnd('.'), "An object is needed."));
            return;
        }
        foreach (var property in element.EnumerateObject())
        {
            if (!TryName(property, out var name)) Errors.Add(Error.Invalid(path + "$", "A field's name is not valid text."));
            else if (!_fields.TryAdd(name, property.Value)) Errors.Add(Error.Invalid(path + name, "The field stands there twice."));
        }
    }

    public List<Error> Errors { get; }

    public string? Text(string name, bool required)
    {
        if (!Take(name, required, out var value)) return null;
        if (value.ValueKind == JsonValueKind.String && TryText(value) is { } text) return text;
        Add(name, value.ValueKind == JsonValueKind.String ? "The text holds a broken character." : "A text is needed.");
        return null;
    }

    public IReadOnlyList<string> Texts(string name)
    {
        if (!Take(name, required: false, out var value)) return [];
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= 100)
        {
            var texts = value.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.String ? TryText(v) : null).ToList();
            if (texts.TrueForAll(t => t is not null)) return texts!;
        }
        Add(name, "A list of texts is needed.");
        return [];
    }

    public double? Number(string name, bool required)
    {
        if (!Take(name, required, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number)) return number;
        Add(name, "A number is needed.");
        return null;
    }

    /// <summary>A whole number that is needed; 0 after a complaint.</summary>
    public int Whole(string name)
    {
        if (!Take(name, required: true, out var value)) return 0;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)) return number;
        Add(name, "A whole number is needed.");
        return 0;
    }

    /// <summary>True or false; false when it is left out.</summary>
    public bool Flag(string name)
    {
        if (!Take(name, required: false, out var value)) return false;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        Add(name, "True or false is needed.");
        return false;
    }

    /// <summary>ISO 8601 with an offset or Z; UTC.</summary>
    public DateTime? Moment(string name)
    {
        if (!Take(name, required: false, out var value)) return null;
        if (value.ValueKind == JsonValueKind.String && TryText(value) is { Length: >= 20 } text && HasZone(text) && value.TryGetDateTimeOffset(out var moment))
            return new DateTime(moment.UtcTicks - moment.UtcTicks % TimeSpan.TicksPerMillisecond, DateTimeKind.Utc);
        Add(name, "A date and time such as 2026-06-03T04:12:46Z is needed.");
        return null;
    }

    /// <summary>Without one the parser would take the server's own zone.</summary>
    private static bool HasZone(string text) => text[^1] == 'Z' || text[^6] is '+' or '-';

    public T Code<T>(string name) where T : struct, Enum
    {
        if (Text(name, required: true) is not { } text) return default;
        if (Codes.TryParse<T>(text, out var value)) return value;
        Add(name, $"Unknown; one of {string.Join(", ", Enum.GetValues<T>().Select(v => v.Code()))}.");
        return default;
    }

    public T? Object<T>(string name, Func<JsonFields, T?> read) where T : class =>
        Take(name, required: false, out var value) ? read(new JsonFields(value, _path + name + ".", Errors)) : null;

    public IReadOnlyList<T> Objects<T>(string name, Func<JsonFields, T> read)
    {
        if (!Take(name, required: false, out var value)) return [];
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= 100)
            return [.. value.EnumerateArray().Select((element, i) => read(new JsonFields(element, $"{_path}{name}[{i}].", Errors)))];
        Add(name, "A list of objects is needed.");
        return [];
    }

    /// <summary>Complains of every field that was not asked for.</summary>
    public void RefuseOthers()
    {
        foreach (var name in _fields.Keys) Add(name.Length <= 64 ? name : name[..64], "The field is not known.");
    }

    private bool Take(string name, bool required, out JsonElement value)
    {
        var found = _fields.Remove(name, out value);
        if (found && value.ValueKind == JsonValueKind.Null) found = false;
        if (!found && required && !Errors.Exists(e => e.Field == _path + name)) Add(name, "The field is needed.");
        return found;
    }

    private void Add(string name, string message) => Errors.Add(Error.Invalid(_path + name, message));

    private static bool TryName(JsonProperty property, out string name)
    {
        try
        {
            name = property.Name;
            return true;
        }
        catch (InvalidOperationException)
        {
            name = "";
            return false;
        }
    }

    /// <summary>Null for invalid UTF-8 and lone surrogates.</summary>
    private static string? TryText(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
