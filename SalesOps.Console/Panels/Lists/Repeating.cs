using SalesOps.Domain.Messaging;

namespace SalesOps.Console.Panels.Lists;

/// <summary>Sends a command again that the console was too busy for: it is the same operation, and has the effect that it had.</summary>
internal static class Repeating
{
    private const int Most = 3;

    /// <param name="send">Sends it, each time with the same operation.</param>
    public static async Task<Result<T>> WhileBusyAsync<T>(Func<Task<Result<T>>> send)
    {
        for (var repeats = 0; ; repeats++)
        {
            var answer = await send();
            if (repeats == Most || answer is not { Succeeded: false, Errors: [{ Kind: ErrorKind.Busy } busy, ..] }) return answer;
            await Task.Delay(busy.RetryAfter ?? TimeSpan.FromSeconds(1));
        }
    }
}
