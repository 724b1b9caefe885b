using System.CommandLine;
using SalesOps.Console.Verbs;

var (urls, data) = (Options.Urls(), Options.Data());
var root = new RootCommand("SalesOps Console: a live operations console for AI sales agents and the people behind them.")
{
    Serve.Verb(),
    Demo.Verb(),
    Verify.Verb(),
    Checkpoints.Verb(),
    Backup.Verb(),
    Restore.Verb(),
    Generate.Verb(),
    urls,
    data,
};
root.SetAction((parsed, cancellation) => Serve.RunAsync(parsed.GetValue(urls)!, parsed.GetValue(data)!, cancellation));
var parsed = root.Parse(args);
// Before the verb they are the root's own: the verb would do with its defaults, on another store than was meant.
if (parsed.CommandResult.Command != root && new Option[] { urls, data }.FirstOrDefault(o => parsed.GetResult(o) is { Implicit: false }) is { } early)
    return Serving.Refuse($"{early.Name} belongs after {parsed.CommandResult.Command.Name}.");
// Longer than the host takes to stop at most: who ends it any earlier loses what it answers last, and its last checkpoint.
var exit = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(10) });
// 1 is a verdict: who mistypes `verify` must not hear that the store is unsound.
return parsed.Errors.Count == 0 ? exit : Serving.CannotStart;
