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
// Longer than the host takes to stop at most: who ends it any earlier loses what it answers last, and its last checkpoint.
var exit = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(10) });
// 1 is a verdict: who mistypes `verify` must not hear that the store is unsound.
return parsed.Errors.Count == 0 ? exit : Serving.CannotStart;
