using Microsoft.AspNetCore.Components;
using Radzen;
using SalesOps.Console.Shell;

namespace SalesOps.Console.Panels.Forms;

/// <summary>Opens dialogs in which nothing typed is lost unasked: each has a <see cref="DialogGuard"/> as its parameter <c>Guard</c>.</summary>
internal static class GuardedDialogs
{
    /// <summary>Answers what the dialog was closed with; null when it was left.</summary>
    public static Task<object?> AskAsync<TDialog>(this DialogService dialogs, string title, params (string Name, object? Value)[] parameters) where TDialog : ComponentBase =>
        OpenAsync<TDialog>(dialogs, title, width: null, parameters);

    /// <inheritdoc cref="AskAsync{TDialog}(DialogService, string, ValueTuple{string, object}[])"/>
    /// <param name="width">In CSS; for a dialog that shows more than a form.</param>
    public static Task<object?> AskAsync<TDialog>(this DialogService dialogs, string title, string width, params (string Name, object? Value)[] parameters) where TDialog : ComponentBase =>
        OpenAsync<TDialog>(dialogs, title, width, parameters);

    private static async Task<object?> OpenAsync<TDialog>(DialogService dialogs, string title, string? width, (string Name, object? Value)[] parameters) where TDialog : ComponentBase
    {
        var guard = new DialogGuard();
        var (all, options) = (guard.Parameters, guard.Options);
        options.Width = width ?? options.Width;
        foreach (var (name, value) in parameters) all[name] = value;
        return await dialogs.ShowAsync<TDialog>(title, all, options);
    }

    /// <summary>Opens a dialog; one that throws says so in its place, and the page goes on.</summary>
    /// <returns>What it was closed with; null when it was left.</returns>
    public static async Task<object?> ShowAsync<TDialog>(this DialogService dialogs, string title, Dictionary<string, object?> parameters, DialogOptions options) where TDialog : ComponentBase =>
        (object?)await dialogs.OpenAsync(title, _ => Contained<TDialog>(parameters), options);

    private static RenderFragment Contained<TDialog>(Dictionary<string, object?> parameters) where TDialog : ComponentBase => page =>
    {
        page.OpenComponent<Failure>(0);
        page.AddComponentParameter(1, nameof(Failure.ChildContent), (RenderFragment)(inner =>
        {
            inner.OpenComponent<TDialog>(0);
            inner.AddMultipleAttributes(1, parameters!);
            inner.CloseComponent();
        }));
        page.CloseComponent();
    };
}
