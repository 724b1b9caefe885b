using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Verification;

namespace SalesOps.Console.Verbs;

/// <summary>Runs what ends in a verdict: exit 0 when the store is sound, 1 when it is not, and 2 when that could not be found out.</summary>
internal static class Checked
{
    /// <param name="done">What was done, asked afterwards and said before a good verdict.</param>
    public static int Run(Func<Verdict> check, Func<string>? done = null) => RunAsync(check, done).GetAwaiter().GetResult();

    /// <summary>The same of what somebody may stop, which then leaves nothing behind.</summary>
    /// <inheritdoc cref="Run"/>
    public static async Task<int> RunAsync(Func<Verdict> check, Func<string>? done = null)
    {
        try
        {
            var verdict = await Task.Run(check);
            System.Console.WriteLine(verdict.IsSound ? done?.Invoke() + verdict.Text : verdict.Text);
            return verdict.IsSound ? 0 : 1;
        }
        catch (StoreException problem)
        {
            return Serving.Refuse(problem.Message);
        }
        catch (OperationCanceledException)
        {
            return Serving.Refuse("Stopped; nothing was left behind.");
        }
    }
}
