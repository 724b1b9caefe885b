using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using SalesOps.Domain.Messaging;

namespace SalesOps.Console.Api;

/// <summary>One JSON object as a request's body.</summary>
internal static class JsonBody
{
    /// <summary>The largest body, in bytes.</summary>
    public const int Most = 256 * 1024;

    public static readonly Error TooLarge = new(ErrorKind.TooLarge, "A message has at most 256 KiB.");

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 8 };

    /// <summary>Reads the body; what is wrong with it is the sender's fault and comes back as an error.</summary>
    public static async Task<Result<T>> ReadAsync<T>(HttpContext http, Func<ReadOnlySequence<byte>, Result<T>> read)
    {
        try
        {
            if (await ReadAsync(http.Request.BodyReader, http.RequestAborted) is not { } body) return TooLarge;
            var result = read(body);
            http.Request.BodyReader.AdvanceTo(body.End);
            return result;
        }
        catch (BadHttpRequestException problem)
        {
            return Unreadable(problem, TooLarge);
        }
    }

    /// <summary>Why the server could not read a body to its end.</summary>
    /// <param name="tooLarge">What is said of one that is larger than it may be.</param>
    public static Error Unreadable(BadHttpRequestException problem, Error tooLarge) =>
        problem.StatusCode == StatusCodes.Status413PayloadTooLarge ? tooLarge : Error.Invalid("$", "The body cannot be read.");

    /// <summary>Parses the body and has its fields read.</summary>
    public static Result<T> Parse<T>(ReadOnlySequence<byte> body, Func<JsonFields, Result<T>> read)
    {
        try
        {
            using var json = JsonDocument.Parse(body, Options);
            return read(new JsonFields(json.RootElement, ""));
        }
        catch (JsonException problem)
        {
            return Error.Invalid("$", $"The body is not valid JSON (line {problem.LineNumber + 1}, byte {problem.BytePositionInLine + 1}).");
        }
    }

    /// <summary>The whole body; null when it is too large.</summary>
    private static async Task<ReadOnlySequence<byte>?> ReadAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            if (read.Buffer.Length > Most)
            {
                reader.AdvanceTo(read.Buffer.End);
                return null;
            }
            if (read.IsCompleted) return read.Buffer;
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
