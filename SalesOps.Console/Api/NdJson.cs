using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace SalesOps.Console.Api;

/// <summary>Lines of JSON from a request's body.</summary>
internal static class NdJson
{
    /// <summary>The lines in order, empty ones left out; null for a line longer than <paramref name="longest"/> bytes, with which reading ends.</summary>
    public static async IAsyncEnumerable<byte[]?> ReadLinesAsync(PipeReader reader, int longest, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = buffer.Slice(0, end).ToArray();
                buffer = buffer.Slice(buffer.GetPosition(1, end));
                if (!IsBlank(line)) yield return line.Length <= longest ? line : null;
            }
            if (buffer.Length > longest || read.IsCompleted)
            {
                var last = buffer.Length > longest ? null : buffer.ToArray();
                // Or the server takes the request for one that is still being read, and drops the connection with the answer.
                reader.AdvanceTo(buffer.End);
                if (last is null || !IsBlank(last)) yield return last;
                yield break;
            }
            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private static bool IsBlank(ReadOnlySpan<byte> line) => line.Trim(" \r\t"u8).IsEmpty;
}
