using System.Text.Json;

namespace SalesOps.Domain.Messaging;

/// <summary>Why a request was not carried out.</summary>
public enum ErrorKind
{
    /// <summary>A field is wrong; <see cref="Error.Field"/> names it.</summary>
    Invalid,
    /// <summary>Nobody is signed in, or the key is not known.</summary>
    Unauthenticated,
    /// <summary>The caller may not do this, or not with this row.</summary>
    Forbidden,
    NotFound,
    /// <summary>Somebody changed it since it was read.</summary>
    Stale,
    /// <summary>It contradicts what is already so.</summary>
    Conflict,
    /// <summary>More than is taken at once.</summary>
    TooLarge,
    /// <summary>The operation id was used for another request.</summary>
    Reused,
    /// <summary>Too much waits; try again after <see cref="Error.RetryAfter"/>.</summary>
    Busy,
    /// <summary>The store does not take writes at present.</summary>
    Unavailable,
}

/// <summary>One reason, in words for the caller; never holds what the caller may not see.</summary>
/// <param name="Field">The request's field, as in JSON; null when it is about none.</param>
/// <param name="Code">What is wrong in one stable word, for those who say it in another language: <c>required</c>, <c>taken</c> …</param>
public sealed record Error(ErrorKind Kind, string Message, string? Field = null, TimeSpan? RetryAfter = null, string? Code = null)
{
    public static Error Invalid(string field, string message, string? code = null) => new(ErrorKind.Invalid, message, field, Code: code);
    public static Error NotFound(string what) => new(ErrorKind.NotFound, $"{what} was not found.");
    public static Error Stale(string what) => new(ErrorKind.Stale, $"{what} was changed by somebody else meanwhile.");
    public static Error Conflict(string message, string? code = null) => new(ErrorKind.Conflict, message, Code: code);
}

/// <summary>Proof that a command was carried out.</summary>
/// <param name="Sequence">The last audit entry it wrote.</param>
/// <param name="Duplicate">It had been carried out before, and this is the answer of then.</param>
public sealed record Receipt(long Sequence, bool Duplicate);

/// <summary>What the pipeline needs to know of a result without knowing its value.</summary>
public interface IResult<TSelf> where TSelf : IResult<TSelf>
{
    bool Succeeded { get; }
    /// <summary>The customer that the value is about; null when it is about more, or there is none.</summary>
    Guid? CustomerId { get; }
    /// <summary>The value as JSON in UTF-8, for the same answer to the same operation.</summary>
    byte[] ToStored();
    TSelf With(Receipt receipt);
    static abstract TSelf Fail(params IReadOnlyList<Error> errors);
    static abstract TSelf FromStored(byte[] stored, Receipt receipt);
}

/// <summary>An answer that depends on one customer and on nothing else, time included: it stands until something of that customer, or of nobody, is written.</summary>
public interface IAboutCustomer
{
    Guid CustomerId { get; }
}

/// <summary>A value, or the reasons why there is none.</summary>
public sealed class Result<T> : IResult<Result<T>>
{
    private readonly T? _value;

    private Result(T? value, IReadOnlyList<Error> errors, Receipt? receipt)
    {
        _value = value;
        Errors = errors;
        Receipt = receipt;
    }

    public IReadOnlyList<Error> Errors { get; }
    public bool Succeeded => Errors.Count == 0;
    public Guid? CustomerId => (_value as IAboutCustomer)?.CustomerId;
    /// <summary>Set for a command that was carried out; null for queries.</summary>
    public Receipt? Receipt { get; }

    /// <exception cref="InvalidOperationException">There is none: see <see cref="Errors"/>.</exception>
    public T Value => Succeeded ? _value! : throw new InvalidOperationException($"No value: {Errors[0].Message}");

    public byte[] ToStored() => JsonSerializer.SerializeToUtf8Bytes(_value, JsonSerializerOptions.Web);

    public Result<T> With(Receipt receipt) => new(_value, Errors, receipt);

    public static Result<T> Fail(params IReadOnlyList<Error> errors) => new(default, errors, null);

    /// <summary>For a value that is an interface, which converts to nothing by itself.</summary>
    public static Result<T> Of(T value) => new(value, [], null);

    public static Result<T> FromStored(byte[] stored, Receipt receipt) =>
        new(JsonSerializer.Deserialize<T>(stored, JsonSerializerOptions.Web), [], receipt);

    public static implicit operator Result<T>(T value) => new(value, [], null);

    public static implicit operator Result<T>(Error error) => Fail(error);
}

/// <summary>The value of a command that has nothing to say but that it was done.</summary>
public sealed record Done
{
    public static readonly Done It = new();
}
