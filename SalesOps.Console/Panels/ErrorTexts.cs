using FluentValidation.Results;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using Error = SalesOps.Domain.Messaging.Error;
using ErrorKind = SalesOps.Domain.Messaging.ErrorKind;

namespace SalesOps.Console.Panels;

/// <summary>Why something was not done, in the page's language.</summary>
internal static class ErrorTexts
{
    /// <summary>An error that belongs to no field.</summary>
    public static string Of(Error error) => Labels.For("Refused", error.Code) ?? error.Kind switch
    {
        ErrorKind.Unauthenticated or ErrorKind.Forbidden => Text.Error_forbidden,
        ErrorKind.NotFound => Text.Error_not_found,
        ErrorKind.Stale => Text.Error_stale,
        ErrorKind.Conflict => Labels.For("Error", error.Code) ?? Text.Error_conflict,
        ErrorKind.Busy => Text.Error_busy,
        ErrorKind.Unavailable => Text.Error_unavailable,
        _ => Text.Error_unexpected,
    };

    /// <summary>An error of the field that is called <paramref name="label"/>.</summary>
    public static string At(string label, Error error) => Labels.For("Invalid", error.Code) is { } text ? text.With(label, "", "") : error.Message;

    /// <inheritdoc cref="At(string, Error)"/>
    public static string At(string label, ValidationFailure failure)
    {
        var values = failure.FormattedMessagePlaceholderValues ?? [];
        object? Place(string first, string second) => values.GetValueOrDefault(first) ?? values.GetValueOrDefault(second);
        return Labels.For("Invalid", failure.ErrorCode) is { } text ? text.With(label, Place("MaxLength", "From"), Place("To", "To")) : failure.ErrorMessage;
    }
}
