using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using SalesOps.Domain.Model;

namespace SalesOps.Domain.Store.Mapping;

/// <summary>Ids as 16 bytes, most significant first, so that UUIDv7 sorts by time.</summary>
internal sealed class GuidBytes() : ValueConverter<Guid, byte[]>(id => id.ToByteArray(true), bytes => new Guid(bytes, true));

/// <summary>UTC moments as milliseconds since 1970-01-01.</summary>
internal sealed class UnixMilliseconds() : ValueConverter<DateTime, long>(
    at => (at.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond,
    ms => new DateTime(DateTime.UnixEpoch.Ticks + ms * TimeSpan.TicksPerMillisecond, DateTimeKind.Utc));

/// <summary>Enums as their codes.</summary>
internal sealed class CodeText<T>() : ValueConverter<T, string>(value => Codes.Of(value), code => Codes.Parse<T>(code)) where T : struct, Enum;

/// <summary>Lists of enums as codes between commas: <c>telegram,facebook,zalo</c>.</summary>
internal sealed class CodeList<T>() : ValueConverter<IReadOnlyList<T>, string>(
    list => string.Join(',', list.Select(value => Codes.Of(value))),
    text => text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(code => Codes.Parse<T>(code)).ToImmutableArray()) where T : struct, Enum;

/// <summary>Caps as codes with numbers: <c>telegram:20,zalo:5</c>.</summary>
internal sealed class CapList() : ValueConverter<IReadOnlyList<ChannelCap>, string>(list => Write(list), text => Read(text))
{
    private static string Write(IReadOnlyList<ChannelCap> list) => string.Join(',', list.Select(cap => string.Create(CultureInfo.InvariantCulture, $"{cap.Channel.Code()}:{cap.Most}")));

    private static IReadOnlyList<ChannelCap> Read(string text) =>
        [.. text.Split(',').Select(cap => cap.Split(':')).Select(parts => new ChannelCap(Codes.Parse<Channel>(parts[0]), int.Parse(parts[1], CultureInfo.InvariantCulture)))];
}

/// <summary>Small lists as JSON.</summary>
internal sealed class JsonList<T>() : ValueConverter<IReadOnlyList<T>, string>(list => Write(list), json => Read(json))
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Write(IReadOnlyList<T> list) => list.Count == 0 ? "[]" : JsonSerializer.Serialize(list, Compact);

    private static IReadOnlyList<T> Read(string json) => json == "[]" ? [] : JsonSerializer.Deserialize<ImmutableArray<T>>(json, Compact);
}

/// <summary>One small value as JSON.</summary>
internal sealed class JsonValue<T>() : ValueConverter<T, string>(value => JsonSerializer.Serialize(value, JsonSerializerOptions.Web), json => JsonSerializer.Deserialize<T>(json, JsonSerializerOptions.Web)!);

/// <summary>Lists are replaced, never changed in place: equal when their elements are.</summary>
internal sealed class ListComparer<T>() : ValueComparer<IReadOnlyList<T>>(
    (a, b) => ReferenceEquals(a, b) || (a != null && b != null && a.SequenceEqual(b)),
    list => list.Aggregate(0, (hash, item) => HashCode.Combine(hash, item)),
    list => list);
