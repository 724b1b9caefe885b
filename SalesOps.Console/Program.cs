using System.CommandLine;
using SalesOps.Console.Verbs;

var root = new RootCommand("SalesOps Console: a live operations console for AI sales agents and the people behind them.")
{
    Serve.Verb(),
    Demo.Verb(),
    Verify.Verb(),
};
root.SetAction((_, cancellation) => Serve.RunAsync(Options.DefaultUrl, Options.DefaultFolder, cancellation));
return await root.Parse(args).InvokeAsync();
