using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace SalesOps.Console.Verbs;

/// <summary>What the verbs have in common.</summary>
internal static class Options
{
    public const string DefaultUrl = "http://127.0.0.1:5080";
    public const string DefaultFolder = "data";

    public static Option<string> Urls() => Said(new Option<string>("--urls") { Description = "Where to listen.", DefaultValueFactory = _ => DefaultUrl });

    /// <summary>Has the option refused outside <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static void Within(this Option<int> option, int least, int most) => option.Validators.Add(result =>
    {
        if (Typed(result) is { } value && (value < least || value > most)) result.AddError(FormattableString.Invariant($"{option.Name} must be {least} to {most}."));
    });

    /// <summary>The number that was typed; null for none, and for what is no number: the parser complains of that, and asked for its value it would throw.</summary>
    public static int? Typed(OptionResult? result) =>
        result?.Tokens is [var token] && int.TryParse(token.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static Option<string> Data(string description = "The folder of the store.") => Said(new Option<string>("--data") { Description = description, DefaultValueFactory = _ => DefaultFolder });

    /// <summary>Has nothing refused where something must be said: a variable of the shell that is not set.</summary>
    public static Option<T> Said<T>(Option<T> option)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && string.IsNullOrWhiteSpace(token.Value)) result.AddError($"{option.Name} is empty.");
        });
        return option;
    }
}
