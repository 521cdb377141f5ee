export { EncryptJWT, jwtDecrypt } from 'jose'
