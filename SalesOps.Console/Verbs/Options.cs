using System.CommandLine;

namespace SalesOps.Console.Verbs;

/// <summary>What the verbs have in common.</summary>
internal static class Options
{
    public const string DefaultUrl = "http://127.0.0.1:5080";
    public const string DefaultFolder = "data";

    public static Option<string> Urls() => new("--urls") { Description = "Where to listen.", DefaultValueFactory = _ => DefaultUrl };

    public static Option<string> Data() => new("--data") { Description = "The folder of the store.", DefaultValueFactory = _ => DefaultFolder };
}
