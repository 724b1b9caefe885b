using FluentValidation;
using MediatR;

namespace SalesOps.Domain.Messaging;

/// <summary>Second in the pipeline: the request's validator, the same that its form uses; what fails comes back by field.</summary>
internal sealed class Validate<TRequest, TResponse>(IEnumerable<IValidator<TRequest>> validators) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IGuarded, IRequest<TResponse>
    where TResponse : IResult<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        List<Error>? errors = null;
        foreach (var validator in validators)
        {
            var outcome = await validator.ValidateAsync(request, cancellationToken);
            if (outcome.IsValid) continue;
            errors ??= [];
            errors.AddRange(outcome.Errors.Select(e => Error.Invalid(FieldName(e.PropertyName), e.ErrorMessage, e.ErrorCode)));
        }
        return errors is null ? await next() : TResponse.Fail(errors);
    }

    /// <summary>As in JSON: <c>Reading.Confidence</c> is <c>reading.confidence</c>.</summary>
    private static string FieldName(string property) =>
        string.Join('.', property.Split('.').Select(part => part.Length == 0 ? part : char.ToLowerInvariant(part[0]) + part[1..]));
}
